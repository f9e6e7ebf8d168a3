import BatchRunner

extension Scenario {
  /// A stretch of time in which the service is away.
  package struct Outage: Sendable, Equatable {
    package enum Kind: Sendable {
      /// Connections break before anything is read.
      case refused
      /// Everything is answered with a 503.
      case unavailable
    }

    /// Since the start of the server.
    package var from: Duration
    package var to: Duration
    package var kind: Kind

    package init(from: Duration, to: Duration, kind: Kind) {
      self.from = from
      self.to = to
      self.kind = kind
    }
  }
}
