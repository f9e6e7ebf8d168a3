import Basics

/// When the server must handle a connection even if its socket is silent: an answer is due, or a
/// closing connection has waited long enough. Ordered by time.
struct ConnectionTimer: Comparable {
  let at: MonotonicInstant
  /// The connection's ``Connection/slot``.
  let slot: Int
  /// Valid only while it equals ``Connection/timerID``. Otherwise a later timer has replaced it, or
  /// the slot has a new connection.
  let id: UInt64

  static func < (left: ConnectionTimer, right: ConnectionTimer) -> Bool {
    left.at < right.at
  }
}
