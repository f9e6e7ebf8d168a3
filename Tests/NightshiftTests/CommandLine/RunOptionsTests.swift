import Basics
import BatchRunner
import Testing

@testable import nightshift

@Suite struct RunOptionsTests {
  private static let bare: RunOptions = {
    var options = RunOptions()
    options.jobs = ["a.jsonl"]
    return options
  }()

  /// Every option of `run` with a value that is not its default, and what it sets.
  private static let each: [(String, @Sendable (inout RunOptions) -> Void)] = [
    ("--plan starter", { $0.plan = .starter }),
    ("--rpm 120", { $0.requestsPerWindow = 120 }),
    ("--concurrency 4", { $0.concurrency = 4 }),
    ("--tpm 90000", { $0.tokensPerWindow = 90_000 }),
    ("--rpd 1000", { $0.requestsPerDay = 1000 }),
    ("--tpd 500000", { $0.tokensPerDay = 500_000 }),
    ("--window 2.5", { $0.windowSeconds = 2.5 }),
    ("--window-margin 0", { $0.windowMarginSeconds = 0 }),
    ("--limits-per model", { $0.limitsPer = .model }),
    ("--run-dir out", { $0.runDirectory = "out" }),
    ("--base-url https://a.example/v1", { $0.baseURL = "https://a.example/v1" }),
    ("--insecure-http", { $0.allowsInsecureHTTP = true }),
    ("--key-file .env", { $0.keyFile = ".env" }),
    ("--ca-file ca.pem", { $0.caFile = "ca.pem" }),
    ("--max-attempts 3", { $0.maxAttempts = 3 }),
    ("--expect json", { $0.expect = .json }),
    ("--expect-schema s.json", { $0.expectedSchema = "s.json" }),
    ("--expect-label yes,No,n/a", { $0.expectedLabels = try? LabelSet(["yes", "No", "n/a"]) }),
    (
      "--correct --expect json",
      {
        $0.corrects = true
        $0.expect = .json
      }
    ),
    ("--retry-truncated", { $0.retriesTruncated = true }),
    ("--retry-empty", { $0.retriesEmpty = true }),
    ("--idempotency-key", { $0.sendsIdempotencyKey = true }),
    ("--timeout 90", { $0.timeout = .seconds(90) }),
    ("--job-timeout 30m", { $0.jobTimeout = .seconds(1800) }),
    (
      "--stream",
      {
        $0.asksForStreams = true
        $0.idleTimeout = .seconds(120)
      }
    ),
    ("--idle-timeout 45", { $0.idleTimeout = .seconds(45) }),
    ("--max-cost 0.25", { $0.maxCost = 0.25 }),
    ("--token-budget 5000", { $0.tokenBudget = 5000 }),
    ("--min-credits 4.5", { $0.minCredits = 4.5 }),
    ("--max-failures 20", { $0.maxFailures = .count(20) }),
    ("--max-outage 15m", { $0.maxOutage = .seconds(900) }),
    ("--until 8h", { $0.until = WallTime(milliseconds: Typed.now.milliseconds + 28_800_000) }),
    ("--grace 25", { $0.grace = .seconds(25) }),
    ("--on-insufficient-balance wait", { $0.onInsufficientBalance = .wait }),
    (
      "--balance-poll 60 --on-insufficient-balance wait",
      {
        $0.balancePoll = .seconds(60)
        $0.onInsufficientBalance = .wait
      }
    ),
    ("--retry-failed", { $0.retriesFailed = true }),
    ("--edited rerun", { $0.edited = .rerun }),
    ("--limit 20", { $0.limit = 20 }),
    ("--sandbox", { $0.usesSandbox = true }),
    ("--prices prices.json", { $0.prices = "prices.json" }),
    ("--credits-per-usd 20", { $0.creditsPerUSD = 20 }),
    ("--pilot 50", { $0.pilot = 50 }),
    ("--progress json", { $0.progress = .json }),
    ("--on-event mail", { $0.onEvent = "mail" }),
  ]

  @Test func `without options everything has its default`() throws {
    #expect(try Typed.run("a.jsonl") == Self.bare)
  }

  @Test(arguments: each.indices)
  func `an option sets one thing, before and after the operand, with and without =`(
    index: Int
  ) throws {
    let (typed, change) = Self.each[index]
    var expected = Self.bare
    change(&expected)
    #expect(expected != Self.bare)
    #expect(try Typed.run("a.jsonl \(typed)") == expected)
    #expect(try Typed.run("\(typed) a.jsonl") == expected)
    let attached = typed.split(separator: " --").enumerated().map { position, option in
      (position == 0 ? "" : "--") + option.replacing(" ", with: "=")
    }
    #expect(try Typed.run("\(attached.joined(separator: " ")) a.jsonl") == expected)
  }

  @Test func `every option is tried above`() {
    let tried = Self.each.map { String($0.0.prefix { $0 != " " }) }
    // These need another option, or turn the command into an estimate.
    let others = ["--then-continue", "--dry-run", "--like", "--balance", "--json"]
    #expect(tried == CommandDeclaration.run.options.map(\.name).filter { !others.contains($0) })
  }

  @Test(
    arguments: [
      ("90", .seconds(90)), ("90s", .seconds(90)), ("15m", .seconds(900)), ("2h", .seconds(7200)),
      ("1.5h", .seconds(5400)), ("500ms", .milliseconds(500)), ("0.25", .milliseconds(250)),
    ] as [(String, Duration)])
  func `durations are written with a unit or in seconds`(text: String, duration: Duration) throws {
    #expect(try Typed.run("a.jsonl --timeout \(text)").timeout == duration)
  }

  @Test func `the limit of failures may be a percentage`() throws {
    #expect(try Typed.run("a.jsonl --max-failures 2.5%").maxFailures == .percent(2.5))
  }

  @Test func `a dash is standard input, and everything after two dashes is a file`() throws {
    #expect(try Typed.run("- --run-dir out").jobs == ["-"])
    #expect(try Typed.run("--limit 1 -- --plan -h").jobs == ["--plan", "-h"])
  }

  @Test func `variables count if no option was given`() throws {
    let environment = ["NIGHTSHIFT_PLAN": "none", "SKILLBOSS_BASE_URL": "http://[::1]:9/v1"]
    let read = try Typed.run("a.jsonl", environment)
    #expect(read.plan == RunOptions.PlanName.none)
    #expect(read.baseURL == "http://[::1]:9/v1")
    let won = try Typed.run("a.jsonl --plan free --base-url https://b.example", environment)
    #expect(won.plan == .free)
    #expect(won.baseURL == "https://b.example")
    #expect(try Typed.run("a.jsonl --sandbox", environment).baseURL == nil)
    let empty = ["NIGHTSHIFT_PLAN": "", "SKILLBOSS_BASE_URL": ""]
    #expect(try Typed.run("a.jsonl", empty) == Self.bare)
  }
}
