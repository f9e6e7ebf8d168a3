import Basics
import BatchRunner

/// What `nightshift run` was asked for, checked and with its defaults.
struct RunOptions: Equatable {
  enum PlanName: String, CaseIterable {
    case free, starter, pro, none
  }

  enum OnInsufficientBalance: String, CaseIterable {
    case halt, wait
  }

  enum Expect: String, CaseIterable {
    case json
  }

  /// How many jobs may fail before the run stops.
  enum MaxFailures: Equatable {
    case count(Int)
    /// 0...100
    case percent(Double)
  }

  /// Paths of job files, `-` for standard input; at least one.
  var jobs: [String] = []
  /// `nil`: nobody chose, see ``PlanChoice``.
  var plan: PlanName?
  var requestsPerWindow: Int?
  var concurrency: Int?
  var windowSeconds: Double?
  var windowMarginSeconds: Double?
  var runDirectory: String?
  /// From the option or from `SKILLBOSS_BASE_URL`; `nil`: the default.
  var baseURL: String?
  var keyFile: String?
  var caFile: String?
  var maxAttempts = 5
  /// `nil`: any text.
  var expect: Expect?
  var expectedSchema: String?
  var retriesTruncated = false
  var sendsIdempotencyKey = false
  var timeout = Duration.seconds(600)
  /// US dollars.
  var maxCost: Double?
  var minCredits: Double?
  /// A price file; `nil`: the built-in list alone.
  var prices: String?
  /// What a dollar is worth; `nil`: nothing is converted.
  var creditsPerUSD: Double?
  var maxFailures: MaxFailures?
  var maxOutage = Duration.seconds(12 * 3600)
  /// Unix milliseconds.
  var until: WallTime?
  var onInsufficientBalance = OnInsufficientBalance.halt
  var balancePoll = Duration.seconds(300)
  var retriesFailed = false
  var edited = Recovery.Edited.refuse
  var limit: Int?
  var usesSandbox = false
  /// So many jobs, drawn at random; `nil`: no pilot.
  var pilot: Int?
  var continuesAfterPilot = false
  var progress = ProgressMode.auto
  /// For the shell; `nil`: none.
  var onEvent: String?
}
