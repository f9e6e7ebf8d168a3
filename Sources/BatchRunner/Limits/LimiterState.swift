package import Basics

/// Decides when requests of one account may start.
///
/// It holds three things: a log of the starts in the rolling window, the permits that are in use,
/// and the pause that the server asked for. It has no clock; `now` is an argument.
///
/// The life of a permit:
/// 1. ``reserve(_:at:)`` hands it out. It takes one place among the requests in flight, and one
///    start in the rate window.
/// 2. `.confirmStart` enters the time at which the request's first byte left into the log. Until
///    then the reservation counts as a start that is still to come.
/// 3. `.returnPermit` frees the place. A start that was confirmed stays in the log until it has
///    left the window; one that was not confirmed is removed.
package struct LimiterState: Sendable {
  private let plan: Plan
  private var window: RateWindow
  /// The permits in use, each with whether its start is confirmed.
  private var permits: [Permit: Bool] = [:]
  private var lastPermitNumber: UInt64 = 0
  /// Lower than the plan's limit while the server cannot take as many.
  private var cap = InFlightCap()
  /// Narrows the plan's rate where the server takes less.
  private var pace: ServerPace
  /// No request may start before this time; `nil`: the server never asked for a pause.
  private var pausedUntil: MonotonicInstant?

  /// `history`: starts of earlier processes, for a run that is resumed. `uncertain`: the number of
  /// starts whose time is unknown; each counts as if it happened at `now`, the latest possible.
  package init(
    _ plan: Plan, history: [MonotonicInstant] = [], uncertain: Int = 0, at now: MonotonicInstant
  ) {
    self.plan = plan
    pace = ServerPace(plan)
    window = RateWindow(
      limit: plan.requestsPerWindow, window: plan.window, margin: plan.margin,
      history: history + Array(repeating: now, count: uncertain))
  }

  /// Reserves up to `count` permits that may be used now; none if a limit is reached.
  package mutating func reserve(_ count: Int, at now: MonotonicInstant) -> [Permit] {
    var reserved: [Permit] = []
    while reserved.count < count, let start = nextStart(after: now), start <= now {
      lastPermitNumber += 1
      reserved.append(Permit(number: lastPermitNumber))
      permits[Permit(number: lastPermitNumber)] = false
      window.reserve()
      pace.started(lastPermit, at: now)
    }
    return reserved
  }

  /// When ``reserve(_:at:)`` is worth calling again; `nil` if only a returned or confirmed permit
  /// can help.
  package mutating func nextStart(after now: MonotonicInstant) -> MonotonicInstant? {
    guard permits.count < concurrency, let start = window.earliestStart(at: now) else {
      return nil
    }
    return max(start, pausedUntil ?? start, pace.earliestStart(at: now))
  }

  /// The most requests in flight now.
  private var concurrency: Int { min(plan.concurrency, cap.limit ?? plan.concurrency) }

  private var lastPermit: Permit { Permit(number: lastPermitNumber) }

  /// Takes in one thing that happened to a request or that the server said.
  package mutating func apply(_ change: LimiterChange, at now: MonotonicInstant) {
    switch change {
    case .confirmStart(let permit, let stamp):
      guard permits[permit] == false else { return }
      permits[permit] = true
      window.confirm(at: stamp)
    case .returnPermit(let permit):
      guard let isConfirmed = permits.removeValue(forKey: permit) else {
        preconditionFailure("permit \(permit.number) was returned, but is not in use")
      }
      pace.returned(permit, wasSent: isConfirmed)
      if isConfirmed {
        cap.answered(permit, concurrency: plan.concurrency)
      } else {
        window.cancel()
      }
    case .pause(let resume):
      pause(until: resume)
      // A plan with a window says exactly how many may start after the pause, and so does a pace.
      if window.limit == nil, !pace.isLearning {
        cap.beginRamp(from: plan.concurrency, last: lastPermit)
      }
    case .turnedDown(let permit): pace.turnedDown(permit, at: now)
    case .tooManyInFlight(let permit, let isFree):
      cap.halve(inFlight: permits.count, turnedDown: permit, last: lastPermit, isFree: isFree)
    case .pauseUnlessFull(let resume, let used):
      let end = now + window.window + window.margin + .seconds(1)
      // All that the server counts are our own starts, so our own log is the more exact of the two.
      if let used, used <= window.starts(at: now), resume <= end { return }
      // The server gives this time in whole seconds. If our own log makes us wait until about the
      // same time, it is the more exact, too.
      let own = window.earliestStart(at: now) ?? now
      if own + .seconds(1) < resume { pause(until: resume) }
    case .widenMargin: window.widen()
    case .lower(let limit): window.lower(to: limit)
    }
  }

  private mutating func pause(until resume: MonotonicInstant) {
    pausedUntil = max(pausedUntil ?? resume, resume)
  }

  /// The limiter's limits, use and waits at this time.
  package mutating func view(at now: MonotonicInstant) -> LimiterView {
    var limits = plan
    limits.requestsPerWindow = window.limit
    limits.concurrency = concurrency
    limits.margin = window.margin
    return LimiterView(
      limits: limits, inFlight: permits.count, pausedUntil: pausedUntil,
      nextStart: nextStart(after: now), learnedStartsPerSecond: pace.startsPerSecond)
  }
}

/// One thing that a run reports to the limiter.
package enum LimiterChange: Sendable, Equatable {
  /// The first byte of the permit's request left at this time. A second report is ignored.
  case confirmStart(Permit, at: MonotonicInstant)
  /// The request has ended and its outcome is on disk, or the request was never sent.
  case returnPermit(Permit)
  /// The server asked for a pause. Requests in flight are left alone. Afterwards the requests start
  /// one by one, unless the plan has a rate window.
  case pause(until: MonotonicInstant)
  /// The permit's request was turned down because too many start, and no own window explains it.
  case turnedDown(Permit)
  /// The permit's request was turned down because too many were in flight. `isFree`: it is certainly
  /// not charged.
  case tooManyInFlight(Permit, isFree: Bool = true)
  /// The server says that no request remains before this time. It leads to a pause only if it is
  /// more than a second later than what our own log says.
  ///
  /// `used`: the starts that the server counts, from everybody; `nil`: it does not say. If our own
  /// starts explain them, the time changes nothing.
  case pauseUnlessFull(until: MonotonicInstant, used: Int? = nil)
  /// The server rejected a request with status 429, although our log allowed it.
  case widenMargin
  /// The server allows fewer starts in a window than the plan.
  case lower(to: Int)

  /// It can delay requests of other runs, so the limiter must get it before anything slow is done.
  var isUrgent: Bool {
    switch self {
    case .confirmStart, .returnPermit: false
    case .pause, .turnedDown, .tooManyInFlight, .pauseUnlessFull, .widenMargin, .lower: true
    }
  }
}

/// The state of a limiter at one time, for progress displays.
package struct LimiterView: Sendable, Equatable {
  /// The limits in force: the plan, changed by what the server said.
  package let limits: Plan
  /// Permits in use.
  package let inFlight: Int
  /// The end of the latest pause, which may be in the past; `nil`: there was no pause.
  package let pausedUntil: MonotonicInstant?
  /// When the next request may start. `nil`: a request in flight must end first, or a reserved one
  /// must leave first.
  package let nextStart: MonotonicInstant?
  /// What the server has shown to take; `nil`: it turned nothing down that the plan allows.
  package var learnedStartsPerSecond: Double?
}
