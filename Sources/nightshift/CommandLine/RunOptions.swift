import Basics
import BatchRunner

/// The options of `nightshift run`, checked, with defaults for those that were not given.
struct RunOptions: Equatable {
  enum PlanName: String, CaseIterable {
    case free, starter, pro, none
  }

  /// For whom the plan's limits hold.
  enum LimitScope: String, CaseIterable {
    case account, model
  }

  /// What the run does when the balance is not enough.
  enum OnInsufficientBalance: String, CaseIterable {
    case halt, wait
  }

  /// What an answer must be to count as a success.
  enum Expect: String, CaseIterable {
    case json
  }

  /// How many jobs may fail before the run stops.
  enum MaxFailures: Equatable {
    case count(Int)
    /// Above 0, at most 100; a share of all jobs.
    case percent(Double)
  }

  /// Paths of job files, `-` for standard input; at least one.
  var jobs: [String] = []
  /// `nil` if neither the option nor the variable names a plan; see ``PlanChoice``.
  var plan: PlanName?
  /// In a rate window and in a day; `nil`: no limit.
  var tokensPerWindow: Int?
  var requestsPerDay: Int?
  var tokensPerDay: Int?
  /// `nil`: the plan's limit. The same holds for the next three.
  var requestsPerWindow: Int?
  var concurrency: Int?
  var windowSeconds: Double?
  var windowMarginSeconds: Double?
  var limitsPer = LimitScope.account
  var runDirectory: String?
  /// From `--base-url` or `SKILLBOSS_BASE_URL`; `nil` is the default address.
  var baseURL: String?
  /// Plain `http` to another machine is allowed.
  var allowsInsecureHTTP = false
  var keyFile: String?
  var caFile: String?
  var maxAttempts = 5
  /// `nil`: an answer may be any text.
  var expect: Expect?
  /// The path of a JSON Schema that answers must match; `nil`: none.
  var expectedSchema: String?
  /// Labels of which an answer must name exactly one; `nil`: none.
  var expectedLabels: LabelSet?
  /// An answer that does not fit is shown to the model in the next attempt.
  var corrects = false
  var retriesTruncated = false
  var retriesEmpty = false
  var sendsIdempotencyKey = false
  var timeout = Duration.seconds(600)
  /// For all attempts of a job together; `nil`: no limit.
  var jobTimeout: Duration?
  /// From the first signal until what is in flight is cancelled; `nil`: it may finish.
  var grace: Duration?
  var asksForStreams = false
  /// `nil`: a stream may be silent as long as `timeout` allows.
  var idleTimeout: Duration?
  /// In US dollars; `nil`: no limit. The same holds for `minCredits`, in credits.
  var maxCost: Double?
  var minCredits: Double?
  /// Tokens in and out of the whole run; `nil`: no limit.
  var tokenBudget: Int?
  /// The path of a price file; `nil`: only the built-in list.
  var prices: String?
  /// Credits that a dollar buys; `nil`: nothing is converted.
  var creditsPerUSD: Double?
  /// `nil`: the run does not stop because of failures.
  var maxFailures: MaxFailures?
  var maxOutage = Duration.seconds(12 * 3600)
  /// No request starts after this time; `nil`: no limit.
  var until: WallTime?
  var onInsufficientBalance = OnInsufficientBalance.halt
  var balancePoll = Duration.seconds(300)
  var retriesFailed = false
  var edited = Recovery.Edited.refuse
  var limit: Int?
  var usesSandbox = false
  /// The number of jobs chosen at random for a pilot; `nil`: no pilot.
  var pilot: Int?
  var continuesAfterPilot = false
  var progress = ProgressMode.auto
  /// A shell command; `nil`: none.
  var onEvent: String?
}
