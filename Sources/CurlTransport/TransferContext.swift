import BatchRunner

/// What the transfers of one engine share while libcurl calls back. Used on the engine's thread
/// only.
final class TransferContext {
  let gate: Gate
  /// Not told yet, oldest first.
  var news: [TransportNews] = []
  /// Everything in flight is about to be dropped: let no more bytes leave.
  var isCancelling = false
  /// Bytes of a 4xx came in this round, so a whole answer about an empty balance may lie in
  /// libcurl. The gate closes when the round is over; starts in the rest of it are held.
  var sawSuspiciousBytes = false

  init(gate: Gate) {
    self.gate = gate
  }

  func lets(isProbe: Bool) -> Bool {
    gate.lets(isProbe: isProbe) && (isProbe || !sawSuspiciousBytes)
  }
}
