import Basics
import BatchRunner
import SandboxAPI

/// All that a night holds in store, drawn from its seed.
struct NightPlan {
  /// How a session will end if it does not end before.
  enum Blow {
    case kill(afterCalls: Int)
    case killAt(Duration)
    case powerCut(afterCalls: Int)
    case powerCutAt(Duration)
  }

  let seed: UInt64
  var jobs = 0
  // What the user set.
  var limit: Int?
  var concurrency = 1
  var window = Duration.seconds(60)
  var maxAttempts = 5
  var poll: Duration?
  var editedReruns = false
  /// The jobs name so many models by turns.
  var models = 1
  /// `--limits-per model`.
  var limitsPerModel = false
  /// `--rpd` with a day of this length; `nil`: no such limit.
  var day: (most: Int, length: Duration)?
  // The server.
  var serverLimit: Int?
  var latency = 1.0
  /// The first model's own limit of starts; `nil`: none.
  var modelLimit: (most: Int, seconds: Double)?
  /// In this time nothing of the first model is left.
  var modelUsedUp: Range<Instant>?
  /// A refusal because of the first model's limit says so.
  var namesModel = false
  /// A limit of starts that no plan knows; `nil`: none.
  var unknownRate: (most: Int, seconds: Double)?
  /// The same for requests in flight. Its refusals say so.
  var unknownInFlight: Int?
  var chances: [(fault: NightFault, chance: Double)] = []
  var fates: [String: Int] = [:]
  var bursts: [Range<Instant>] = []
  var sendsRateHeaders = false
  var sendsDate = true
  var serverSkew = 0
  var lieChance = 0.0
  var credits = 1e9
  var price = 1.0
  var topUp = 1e9
  var balanceShape = 0
  /// The server says that the balance is empty in words that can mean a rate limit too.
  var isBalanceUnclear: Bool { balanceShape % 6 == 2 }
  /// Added while a session waits.
  var topUpAt: Instant?
  var rotations: [Instant] = []
  /// From a rotation to the key file.
  var keyFileLag = Duration.seconds(30)
  // The machine.
  var deadNetwork: [Range<Instant>] = []
  var suspensions: [(at: Instant, length: Duration)] = []
  var wallJumps: [(at: Instant, seconds: Int)] = []
  var blows: [Blow?] = []
  var full: [Range<Instant>] = []
  var syncsToFailure: Int?
  var stall = Duration.zero
  var slowestSync = Duration.milliseconds(20)
  var rotsAfter: Int?
  // The user at work.
  var editsAfter: [Int] = []
  var changesAt: Instant?
  var interruptAt: Instant?

  /// How long an attempt may take.
  static let timeout = Duration.seconds(45)
  /// Longest way of a request to the server; below the limiter's margin.
  static let travel = Duration.milliseconds(400)
  /// So many sessions have trouble; those after it find a world at peace.
  static let troubledSessions = 7
  static let mostSessions = 16

  static func unixSeconds(at now: Instant) -> Int {
    1_795_000_000 + Int(now / 1_000_000_000)
  }

  init(seed: UInt64) {
    self.seed = seed
    var dice = SplitMix64(seed: seed)
    drawRules(&dice)
    drawServer(&dice)
    drawMachine(&dice)
    drawUser(&dice)
    drawLimits(&dice)
  }

  /// The model of the job that a message names.
  func model(of token: String) -> String { NightJobs.model(of: token, models: models) }
}

// MARK: - Drawing

extension NightPlan {
  private mutating func drawRules(_ dice: inout SplitMix64) {
    jobs = Int.random(in: 5...(dice.unit() < 0.2 ? 60 : 25), using: &dice)
    limit = dice.unit() < 0.85 ? Int.random(in: 3...20, using: &dice) : nil
    concurrency = Int.random(in: 1...8, using: &dice)
    window = .seconds([5, 20, 60].randomElement(using: &dice) ?? 60)
    maxAttempts = Int.random(in: 1...5, using: &dice)
    poll = dice.unit() < 0.4 ? .seconds(Int.random(in: 20...300, using: &dice)) : nil
    editedReruns = dice.unit() < 0.5
  }

  private mutating func drawServer(_ dice: inout SplitMix64) {
    serverLimit = limit
    if let limit, dice.unit() < 0.15 { serverLimit = max(1, limit - 2) }
    latency = [0.1, 1, 4, 12].randomElement(using: &dice) ?? 1
    let level: Double = [0, 0.02, 0.1, 0.3].randomElement(using: &dice) ?? 0
    let kinds: [NightFault] = [
      .needless429, .serverError, .retriedStatus, .unusableAnswer, .truncated, .dropped,
    ]
    for kind in kinds { chances.append((kind, level * dice.unit())) }
    for job in 0..<jobs where dice.unit() < 0.04 {
      fates["\(job)"] = [400, 403, 404, 413, 422, 500].randomElement(using: &dice)
    }
    if dice.unit() < 0.3 { bursts = [span(&dice, longest: 900)] }
    sendsRateHeaders = dice.unit() < 0.6
    sendsDate = dice.unit() < 0.8
    serverSkew = dice.unit() < 0.3 ? Int.random(in: -86_400...86_400, using: &dice) : 0
    lieChance = dice.unit() < 0.3 ? 0.1 : 0
    balanceShape = Int.random(in: 0..<6, using: &dice)
    if dice.unit() < 0.3 {
      credits = Double(Int.random(in: 0...jobs, using: &dice))
      topUp = dice.unit() < 0.5 ? Double(Int.random(in: 1...jobs, using: &dice)) : 1e9
      topUpAt = Int64(dice.unit() * 4000) * 1_000_000_000
    }
    if dice.unit() < 0.15 {
      rotations = [Int64(dice.unit() * 300e9)]
      keyFileLag = dice.unit() < 0.5 ? .zero : .seconds(Int.random(in: 1...400, using: &dice))
    }
  }

  private mutating func drawMachine(_ dice: inout SplitMix64) {
    if dice.unit() < 0.2 { deadNetwork = [span(&dice, longest: 1200)] }
    if dice.unit() < 0.2 {
      suspensions = [(Int64(dice.unit() * 200e9), .seconds(1 + 5000 * dice.unit()))]
    }
    if dice.unit() < 0.3 {
      wallJumps = [(Int64(dice.unit() * 200e9), Int.random(in: -90_000...90_000, using: &dice))]
    }
    for _ in 0..<Int.random(in: 0...4, using: &dice) {
      let calls = Int.random(in: 0...(dice.unit() < 0.3 ? 40 : 300), using: &dice)
      let time = Duration.seconds(dice.unit() * 200)
      switch dice.next() % 5 {
      case 0: blows.append(nil)
      case 1: blows.append(.kill(afterCalls: calls))
      case 2: blows.append(.killAt(time))
      case 3: blows.append(.powerCut(afterCalls: calls))
      default: blows.append(.powerCutAt(time))
      }
    }
    if dice.unit() < 0.1 { full = [span(&dice, longest: 60)] }
    if dice.unit() < 0.05 { syncsToFailure = Int.random(in: 4...60, using: &dice) }
    if dice.unit() < 0.1 { stall = .seconds(1 + 2 * dice.unit()) }
    if dice.unit() < 0.2 { slowestSync = .milliseconds(400) }
    if dice.unit() < 0.05 { rotsAfter = Int.random(in: 0...2, using: &dice) }
  }

  /// Limits of a model, of a day, and those that no plan knows.
  private mutating func drawLimits(_ dice: inout SplitMix64) {
    if dice.unit() < 0.35 {
      models = Int.random(in: 2...3, using: &dice)
      limitsPerModel = dice.unit() < 0.4
      namesModel = dice.unit() < 0.4
      if dice.unit() < 0.4 {
        modelLimit = (
          Int.random(in: 1...5, using: &dice), [1, 10, 60].randomElement(using: &dice) ?? 1
        )
      }
      if modelLimit != nil { sendsDate = true }
      if dice.unit() < 0.4 { modelUsedUp = span(&dice, longest: dice.unit() < 0.2 ? 20_000 : 2000) }
    }
    if dice.unit() < 0.15 {
      let most = Int.random(in: 2...jobs, using: &dice)
      day = (most, .seconds(Int.random(in: 900...5400, using: &dice)))
    }
    guard limit == nil else { return }
    if dice.unit() < 0.4 {
      unknownRate = (
        Int.random(in: 1...10, using: &dice), [1, 10, 60].randomElement(using: &dice) ?? 1
      )
    }
    if dice.unit() < 0.3 { unknownInFlight = Int.random(in: 1...4, using: &dice) }
    // Such a server turns requests down in peace, too. Without a date nobody could tell its resets from
    // those of a clock that is hours wrong.
    if unknownRate != nil || unknownInFlight != nil { sendsDate = true }
  }

  private mutating func drawUser(_ dice: inout SplitMix64) {
    for session in 0..<4 where dice.unit() < 0.12 { editsAfter.append(session) }
    if dice.unit() < 0.03 { changesAt = Int64(dice.unit() * 100e9) }
    if dice.unit() < 0.1 { interruptAt = Int64(dice.unit() * 200e9) }
  }

  private func span(_ dice: inout SplitMix64, longest: Double) -> Range<Instant> {
    let begin = Int64(dice.unit() * 150e9)
    return begin..<(begin + 1 + Int64(dice.unit() * longest * 1e9))
  }

  var rules: RunRules {
    var rules = RunRules(
      plan: Plan(
        name: .starter, requestsPerWindow: limit, concurrency: concurrency, window: window,
        margin: .milliseconds(500)))
    rules.plan.isPerModel = limitsPerModel
    if let day {
      rules.plan.requestsPerDay = day.most
      rules.plan.day = day.length
    }
    rules.maxAttempts = maxAttempts
    rules.maxOutage = .seconds(3 * 3600)
    if let poll { rules.onInsufficientBalance = .wait(poll: poll) }
    return rules
  }
}
