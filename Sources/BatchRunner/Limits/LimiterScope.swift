import Basics

/// The limits of one scope: the whole account, or one model.
struct LimiterScope: Sendable {
  var window: RateWindow
  /// The most requests in flight by the plan.
  private let concurrency: Int
  /// Permits of this scope that are in use.
  private(set) var inFlight = 0
  /// Lower than the plan's limit while the server cannot take as many.
  private var cap = InFlightCap()

  init(_ plan: Plan, history: [MonotonicInstant] = []) {
    concurrency = plan.concurrency
    window = RateWindow(
      limit: plan.requestsPerWindow, window: plan.window, margin: plan.margin, history: history)
  }

  /// The most requests in flight now.
  var mostInFlight: Int { min(concurrency, cap.limit ?? concurrency) }

  /// When the next request may start; `nil`: a permit must be returned or confirmed first.
  mutating func earliestStart(at now: MonotonicInstant) -> MonotonicInstant? {
    inFlight < mostInFlight ? window.earliestStart(at: now) : nil
  }

  mutating func reserve() {
    inFlight += 1
    window.reserve()
  }

  /// The permit is returned. `isConfirmed`: its request had left.
  mutating func returned(_ permit: Permit, isConfirmed: Bool) {
    inFlight -= 1
    if isConfirmed { cap.answered(permit, concurrency: concurrency) } else { window.cancel() }
  }

  /// The permit's request was turned down because too many were in flight. `last`: the permit that
  /// was granted last.
  mutating func tooManyInFlight(_ permit: Permit, last: Permit) {
    cap.halve(inFlight: inFlight, turnedDown: permit, last: last)
  }

  /// After a pause the requests start one by one. A plan with a window says exactly how many may
  /// start after the pause, so there is no need.
  mutating func beginRamp(last: Permit) {
    if window.limit == nil { cap.beginRamp(from: concurrency, last: last) }
  }

  /// The pause was none of this scope's.
  mutating func cancelRamp() { cap.cancelRamp() }
}
