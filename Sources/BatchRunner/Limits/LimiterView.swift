package import Basics

/// The state of a limiter at one time, for progress displays.
package struct LimiterView: Sendable, Equatable {
  /// The limits in force: the plan, changed by what the server said.
  package let limits: Plan
  /// Permits in use.
  package let inFlight: Int
  package let holds: Holds
  /// Until when the server has nothing left of its limit, which may be in the past; `nil`: it never
  /// said so.
  package let emptyUntil: MonotonicInstant?
  /// When the next request may start, if its model need not wait. `nil`: a request in flight must
  /// end first, or a reserved one must leave first.
  package let nextStart: MonotonicInstant?
  /// What the server has shown to take; `nil`: it turned nothing down that the plan allows.
  package var learnedStartsPerSecond: Double?
}
