import Basics

/// How fast requests may start at a server whose limit the plan does not know.
///
/// It only narrows the plan's limits: ``LimiterState`` takes the latest of all times. With a plan
/// that has a rate window it changes nothing until the server has turned requests down twice within
/// ten windows; the first time, the window's margin is widened, and that may be enough.
struct ServerPace: Sendable {
  private var learned: LearnedPace
  /// `nil`: the plan says exactly how many may start, or other scopes do.
  private var ramp: StartRamp?
  private let plan: Plan
  /// When the permits in use were granted.
  private var granted: [Permit: MonotonicInstant] = [:]
  private var lastPermit: Permit?
  /// With a plan: the first refusal that no own window explains, and the last permit at that time.
  private var unexplained: (at: MonotonicInstant, last: Permit)?

  /// Within so many windows a second refusal shows that the plan is too generous.
  private static let windowsBetweenRefusals = 10

  /// `learned`: by an earlier process, in starts a second; `nil`: nothing was.
  init(_ plan: Plan, learned rate: Double? = nil, at now: MonotonicInstant? = nil) {
    self.plan = plan
    learned = LearnedPace(window: plan.window, rate: rate, at: now)
    if !learned.isLearning, plan.requestsPerWindow == nil, plan.concurrency < .max {
      ramp = StartRamp(to: plan.concurrency)
    }
  }

  /// What was learned, in starts a second; `nil`: nothing.
  var startsPerSecond: Double? { learned.rate }

  /// The pace says how requests start after a pause.
  var isLearning: Bool { learned.isLearning }

  /// When the next request may start; `now` or earlier: at once.
  func earliestStart(at now: MonotonicInstant) -> MonotonicInstant {
    max(learned.earliestStart(at: now), ramp?.earliestStart(at: now) ?? now)
  }

  /// A permit was granted.
  mutating func started(_ permit: Permit, at now: MonotonicInstant) {
    granted[permit] = now
    lastPermit = permit
    learned.started(permit, at: now)
    ramp?.started(at: now)
  }

  /// A permit was returned. `wasSent`: its request had left.
  mutating func returned(_ permit: Permit, wasSent: Bool) {
    let isCounted = granted.removeValue(forKey: permit) != nil
    if wasSent { ramp?.answered() } else if isCounted { learned.cancelled(permit) }
  }

  /// The permit's request was turned down for a reason that may be its own.
  mutating func notTaken(_ permit: Permit) {
    if granted.removeValue(forKey: permit) != nil { learned.cancelled(permit) }
  }

  /// The permit's request was turned down, because too many requests of the account or the model
  /// start, and no own window explains it. Call it before the permit is returned.
  mutating func turnedDown(_ permit: Permit, at now: MonotonicInstant) {
    guard let lastPermit, let start = granted[permit] else { return }
    ramp = nil
    guard plan.requestsPerWindow == nil || learned.isLearning || isSecond(permit, at: now) else {
      return
    }
    learned.turnedDown(permit, last: lastPermit, after: start.duration(to: now), at: now)
  }

  /// Whether the plan has proved too generous.
  private mutating func isSecond(_ permit: Permit, at now: MonotonicInstant) -> Bool {
    guard let last = lastPermit else { return false }
    // Requests that were in flight together tell the same thing.
    if let unexplained, permit.number <= unexplained.last.number { return false }
    defer { unexplained = (now, last) }
    guard let unexplained else { return false }
    return unexplained.at.duration(to: now)
      <= max(plan.window, .seconds(1)) * Self.windowsBetweenRefusals
  }
}
