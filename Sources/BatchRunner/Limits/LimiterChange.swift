package import Basics

/// One thing that a run reports to the limiter.
package enum LimiterChange: Sendable, Equatable {
  /// The first byte of the permit's request left at this time. A second report is ignored.
  case confirmStart(Permit, at: MonotonicInstant)
  /// The permit's request counts so many tokens, rather than those of the permit.
  case used(Permit, tokens: Int)
  /// The request has ended and its outcome is on disk, or the request was never sent.
  case returnPermit(Permit)
  /// A request that others waited for has succeeded.
  case succeeded(Permit)
  /// The permit's request was turned down, and the server asked for a pause. Requests in flight are
  /// left alone. Afterwards the requests start one by one, unless the plan has a rate window.
  /// `isNamed`: the server said that the limit is the model's. See ``ModelPauses`` for who waits.
  case pause(Permit, until: MonotonicInstant, isNamed: Bool)
  /// The permit's request was turned down.
  case turnedDown(Permit, Evidence = .first)
  /// The permit's request was turned down because too many were in flight. `isFree`: it is certainly
  /// not charged.
  case tooManyInFlight(Permit, isFree: Bool = true)
  /// The server says that no request remains before this time. It leads to a pause only if it is
  /// more than a second later than what our own log says.
  ///
  /// `used`: the starts that the server counts, from everybody; `nil`: it does not say. If our own
  /// starts explain them, the time changes nothing.
  case pauseUnlessFull(until: MonotonicInstant, model: String, used: Int? = nil)
  /// The server rejected a request with status 429, although our log allowed it.
  case widenMargin(model: String)
  /// The server allows fewer starts in a window than the plan.
  case lower(to: Int, model: String)

  /// What a refusal tells of the limit of starts.
  package enum Evidence: Sendable, Equatable {
    /// Nothing: it may be about the job alone, or about another limit.
    case none
    /// Too many start. The job was turned down before, so its model says nothing: it was tried first.
    case again
    /// Too many start, and the job was turned down for the first time.
    case first
  }

  /// It can delay requests of other runs, so the limiter must get it before anything slow is done.
  var isUrgent: Bool {
    switch self {
    case .confirmStart, .used, .returnPermit: false
    case .succeeded, .pause, .turnedDown, .tooManyInFlight, .pauseUnlessFull, .widenMargin, .lower:
      true
    }
  }
}
