package import Basics

extension Schedule {
  /// What comes next.
  package enum Step: Sendable, Equatable {
    /// A job that was not tried yet may start.
    case startNew(AttemptID, isProbe: Bool)
    case retry(AttemptID, Ticket, isProbe: Bool)
    /// Nothing may start before this moment, or, for `nil`, before something is heard.
    case wait(until: Moment?)
    /// Nothing is in flight, and nothing more will start.
    case over
  }
}

extension Schedule.Step {
  /// Something starts.
  package var isStart: Bool {
    switch self {
    case .startNew, .retry: true
    case .wait, .over: false
    }
  }
}
