/// The options of `nightshift check`.
struct CheckOptions: Equatable {
  /// Paths of job files, `-` for standard input; at least one.
  var jobs: [String] = []
  var isJSON = false
}

/// The options of `nightshift status`.
struct StatusOptions: Equatable {
  /// The path of a run directory or of its job file.
  var run = ""
  var isJSON = false
  /// Keeps looking until the run ends.
  var watches = false
}

/// The options of `nightshift report`.
struct ReportOptions: Equatable {
  /// The path of a run directory or of its job file.
  var run = ""
  /// `-` is standard output; `nil` is `report.html` in the run directory.
  var output: String?
  var isJSON = false
}

/// The options of `nightshift repair`.
struct RepairOptions: Equatable {
  /// The path of a run directory or of its job file.
  var run = ""
  /// Only says what would be changed.
  var isDryRun = false
}

/// The options of `nightshift key`.
struct KeyOptions: Equatable {
  /// `key check` was typed, not only `key`.
  var checks = false
  var expectsRevoked = false
  /// Sends one chat request of one token if the API has no list of models.
  var spends = false
  /// The model of that request; `nil` is ``KeyCommand/standardModel``.
  var model: String?
  var keyFile: String?
  /// From `--base-url` or `SKILLBOSS_BASE_URL`; `nil` is the default address.
  var baseURL: String?
  /// Plain `http` to another machine is allowed.
  var allowsInsecureHTTP = false
  var caFile: String?
}

/// The options of `nightshift sandbox`.
struct SandboxOptions: Equatable {
  /// 0 is any free port.
  var port = 8787
  var plan = RunOptions.PlanName.starter
  var requestsPerWindow: Int?
  var concurrency: Int?
  var windowSeconds: Double?
  /// The starting balance; `nil` never runs out.
  var credits: Double?
  /// The time that every answer takes; `nil` draws a random time for each.
  var latency: Duration?
  /// The share of requests that fail, 0...1.
  var failureRate = 0.0
  var seed: UInt64 = 1
}
