/// What `nightshift check` was asked for.
struct CheckOptions: Equatable {
  /// Paths of job files, `-` for standard input; at least one.
  var jobs: [String] = []
  var isJSON = false
}

/// What `nightshift status` was asked for.
struct StatusOptions: Equatable {
  /// A run directory, or the job file it belongs to.
  var run = ""
  var isJSON = false
  /// Goes on until the run ends.
  var watches = false
}

/// What `nightshift report` was asked for.
struct ReportOptions: Equatable {
  /// A run directory, or the job file it belongs to.
  var run = ""
  /// `-`: standard output; `nil`: into the run directory.
  var output: String?
  var isJSON = false
}

/// What `nightshift key` was asked for.
struct KeyOptions: Equatable {
  /// `key check`, not only `key`.
  var checks = false
  var expectsRevoked = false
  /// Sends one chat request of one token where there is no list of models.
  var spends = false
  var model: String?
  var keyFile: String?
  /// From the option or from `SKILLBOSS_BASE_URL`; `nil`: the default.
  var baseURL: String?
  var caFile: String?
}

/// What `nightshift sandbox` was asked for.
struct SandboxOptions: Equatable {
  /// 0: any free one.
  var port = 8787
  var plan = RunOptions.PlanName.starter
  var requestsPerWindow: Int?
  var concurrency: Int?
  var windowSeconds: Double?
  /// `nil`: never ends.
  var credits: Double?
  /// Mean latency of an answer; `nil`: the scenario's.
  var latency: Duration?
  /// Share of requests that fail in one way or another, 0...1.
  var failureRate = 0.0
  var seed: UInt64 = 1
}
