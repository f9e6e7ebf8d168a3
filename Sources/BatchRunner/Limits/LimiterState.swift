package import Basics

/// When requests of one account may start: a log of the starts in the rolling window, a count of the
/// requests in flight, and the pauses that the server asked for.
package struct LimiterState: Sendable {
  private let plan: Plan
  private var window: RateWindow
  /// For each permit that is out: whether its start is confirmed.
  private var permits: [Permit: Bool] = [:]
  private var lastNumber: UInt64 = 0
  private var pausedUntil: MonotonicInstant?

  /// `history`: starts of earlier processes. `uncertain`: how many starts there may be that are as
  /// late as `now`.
  package init(
    _ plan: Plan, history: [MonotonicInstant] = [], uncertain: Int = 0, at now: MonotonicInstant
  ) {
    self.plan = plan
    window = RateWindow(
      limit: plan.requestsPerWindow, window: plan.window, margin: plan.margin,
      history: history + Array(repeating: now, count: uncertain))
  }

  /// Reserves up to `count` permits that may be used now; none if a limit is reached.
  package mutating func reserve(_ count: Int, at now: MonotonicInstant) -> [Permit] {
    var reserved: [Permit] = []
    while reserved.count < count, let start = nextStart(after: now), start <= now {
      lastNumber += 1
      reserved.append(Permit(number: lastNumber))
      permits[Permit(number: lastNumber)] = false
      window.reserve()
    }
    return reserved
  }

  /// When ``reserve(_:at:)`` is worth calling again; `nil` if only a returned or confirmed permit can
  /// help.
  package mutating func nextStart(after now: MonotonicInstant) -> MonotonicInstant? {
    guard permits.count < plan.concurrency, let start = window.earliestStart(at: now) else {
      return nil
    }
    return max(start, pausedUntil ?? start)
  }

  package mutating func apply(_ change: LimiterChange, at now: MonotonicInstant) {
    switch change {
    case .confirmStart(let permit, let stamp):
      guard permits[permit] == false else { return }
      permits[permit] = true
      window.confirm(at: stamp)
    case .giveBack(let permit):
      guard let isConfirmed = permits.removeValue(forKey: permit) else {
        preconditionFailure("permit \(permit.number) was given back, but is not out")
      }
      if !isConfirmed { window.cancel() }
    case .pause(let resume): pause(until: resume)
    case .pauseUnlessFull(let resume):
      // Such a hint is in whole seconds. Where our own log waits as long but for that, it is the
      // better one.
      let own = window.earliestStart(at: now) ?? now
      if own + .seconds(1) < resume { pause(until: resume) }
    case .widenMargin: window.widen()
    case .lower(let limit): window.lower(to: limit)
    }
  }

  private mutating func pause(until resume: MonotonicInstant) {
    pausedUntil = max(pausedUntil ?? resume, resume)
  }

  /// What there is to know about it.
  package mutating func view(at now: MonotonicInstant) -> LimiterView {
    var limits = plan
    limits.requestsPerWindow = window.limit
    limits.margin = window.margin
    return LimiterView(
      limits: limits, inFlight: permits.count, pausedUntil: pausedUntil,
      nextStart: nextStart(after: now))
  }
}

/// Something that a limiter is told.
package enum LimiterChange: Sendable, Equatable {
  /// The first byte of the permit's request left at this moment.
  case confirmStart(Permit, at: MonotonicInstant)
  /// The request has ended and its outcome is on disk, or it was not made after all.
  case giveBack(Permit)
  /// The server asked for a pause. Requests in flight are left alone.
  case pause(until: MonotonicInstant)
  /// The server says that nothing remains before this moment; believed only where it knows more
  /// than our own log.
  case pauseUnlessFull(until: MonotonicInstant)
  /// The server turned a request down that fitted our log.
  case widenMargin
  /// The server allows fewer starts in a window than the plan.
  case lower(to: Int)

  /// It may hold other requests back.
  var isUrgent: Bool {
    switch self {
    case .confirmStart, .giveBack: false
    case .pause, .pauseUnlessFull, .widenMargin, .lower: true
    }
  }
}

/// A limiter at one moment.
package struct LimiterView: Sendable, Equatable {
  /// The limits in force, after what the server said of them.
  package let limits: Plan
  package let inFlight: Int
  /// In the past: there was a pause. `nil`: there was none.
  package let pausedUntil: MonotonicInstant?
  /// `nil`: first a request in flight must end, or one that was permitted must have left.
  package let nextStart: MonotonicInstant?
}
