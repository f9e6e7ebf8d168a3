import BatchRunner

extension Scenario {
  /// A period in which the API does not work.
  package struct Outage: Sendable, Equatable {
    package enum Kind: Sendable {
      /// Connections are reset, as if no server were listening.
      case refused
      /// Every request gets a 503.
      case unavailable
    }

    /// Since the start of the server. The outage includes ``from``, but not ``to``.
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
