import Basics

/// The limits of one scope: the whole account, or one model.
struct LimiterScope: Sendable {
  var window: RateWindow
  /// The limits of tokens and of a day.
  private var further: [FurtherLimit]
  private let plan: Plan
  /// Permits of this scope that are in use.
  private(set) var inFlight = 0
  /// Lower than the plan's limit while the server cannot take as many.
  private var cap = InFlightCap()
  /// Narrows the plan's rate where the server takes less.
  private var pace: ServerPace
  /// What was known before the refusal of this permit's request, as long as it may have been for a
  /// limit of another scope; `nil`: there is no doubt.
  private var beforeDoubt: (permit: Permit, cap: InFlightCap, pace: ServerPace)?

  /// `history`, `earlier` and `learned`: of earlier processes, as ``LimiterState`` has them.
  init(
    _ plan: Plan, history: [MonotonicInstant] = [], earlier: [EarlierStart] = [],
    learned: Double? = nil, at now: MonotonicInstant? = nil
  ) {
    self.plan = plan
    pace = ServerPace(plan, learned: learned, at: now)
    window = RateWindow(
      limit: plan.requestsPerWindow, window: plan.window, margin: plan.margin, history: history)
    further = FurtherLimit.all(of: plan, earlier: earlier)
  }

  /// The most requests in flight now.
  var mostInFlight: Int { min(plan.concurrency, cap.limit ?? plan.concurrency) }

  /// What the server has shown to take; `nil`: it turned nothing down that the plan allows.
  var learnedStartsPerSecond: Double? { pace.startsPerSecond }

  /// When a request of so many tokens may start; `nil`: a permit must be returned or confirmed
  /// first.
  mutating func earliestStart(tokens: Int, at now: MonotonicInstant) -> MonotonicInstant? {
    guard var start = earliestStart(at: now) else { return nil }
    for index in further.indices {
      guard let next = further[index].earliestStart(tokens, at: now) else { return nil }
      start = max(start, next)
    }
    return start
  }

  /// The same without the limits of tokens and of a day.
  mutating func earliestStart(at now: MonotonicInstant) -> MonotonicInstant? {
    guard inFlight < mostInFlight, let start = window.earliestStart(at: now) else { return nil }
    return max(start, pace.earliestStart(at: now))
  }

  /// The limit of a day that keeps a request of so many tokens waiting the longest; `nil`: none does.
  mutating func dailyWait(tokens: Int, at now: MonotonicInstant) -> DailyWait? {
    var longest: DailyWait?
    for index in further.indices where further[index].kind.isDaily {
      // An answer may show that there is room.
      if further[index].kind.isOfTokens, inFlight > 0 { continue }
      guard let end = further[index].earliestStart(tokens, at: now), end > now,
        end > longest?.until ?? now
      else { continue }
      longest = DailyWait(
        kind: further[index].kind, limit: further[index].window.limit ?? 0, until: end)
    }
    return longest
  }

  mutating func reserve(_ permit: Permit, at now: MonotonicInstant) {
    inFlight += 1
    window.reserve()
    for index in further.indices { further[index].reserve(permit.tokens) }
    pace.started(permit, at: now)
  }

  /// The permit's request left at this time. `tokens`: what it counts.
  mutating func confirm(tokens: Int, at stamp: MonotonicInstant) {
    window.confirm(at: stamp)
    for index in further.indices { further[index].confirm(tokens, at: stamp) }
  }

  /// The request counts other tokens than assumed. `leftAt`: `nil` if it has not left.
  mutating func correct(from assumed: Int, to tokens: Int, leftAt stamp: MonotonicInstant?) {
    for index in further.indices {
      further[index].correct(from: assumed, to: tokens, leftAt: stamp)
    }
  }

  /// The permit is returned. `isConfirmed`: its request had left. `tokens`: what it counts.
  mutating func returned(_ permit: Permit, isConfirmed: Bool, tokens: Int) {
    inFlight -= 1
    pace.returned(permit, wasSent: isConfirmed)
    if isConfirmed { return cap.answered(permit, concurrency: plan.concurrency) }
    window.cancel()
    for index in further.indices { further[index].cancel(tokens) }
  }

  /// The permit's request was turned down. `isEvidence`: because too many start, and no own window
  /// explains it.
  mutating func turnedDown(_ permit: Permit, isEvidence: Bool, at now: MonotonicInstant) {
    if isEvidence { pace.turnedDown(permit, at: now) } else { pace.notTaken(permit) }
  }

  /// The permit's request was turned down because too many were in flight. `last`: the permit that
  /// was granted last. `isFree`: it is certainly not charged.
  mutating func tooManyInFlight(_ permit: Permit, last: Permit, isFree: Bool) {
    cap.halve(inFlight: inFlight, turnedDown: permit, last: last, isFree: isFree)
  }

  /// After a pause the requests start one by one. A plan with a window says exactly how many may
  /// start after the pause, and so does a pace, so there is no need.
  mutating func beginRamp(last: Permit) {
    if window.limit == nil, !pace.isLearning { cap.beginRamp(from: plan.concurrency, last: last) }
  }

  /// What was learned belongs to another scope.
  mutating func forgetPace() {
    pace = ServerPace(plan)
    cap = InFlightCap()
    beforeDoubt = nil
  }

  // MARK: Doubt

  /// What follows from the refusal of this permit's request may be undone by ``undoDoubt()``.
  mutating func beginDoubt(_ permit: Permit) {
    if beforeDoubt?.permit != permit { beforeDoubt = (permit, cap, pace) }
  }

  /// The refusal was for a limit of another scope.
  mutating func undoDoubt() {
    guard let before = beforeDoubt else { return }
    (cap, pace, beforeDoubt) = (before.cap, before.pace, nil)
  }
}
