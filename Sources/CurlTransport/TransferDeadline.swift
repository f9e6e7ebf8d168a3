import Basics

/// How long one command may take. All instants are those of ``RunningTime``, so time in which the
/// program stood still does not count.
struct TransferDeadline {
  /// When the command was given to libcurl.
  let start: MonotonicInstant
  /// From the start to the last byte of the response.
  let limit: Duration
  /// Whether it is known when a connection was made: only with the guard of ``Transfer``.
  let judgesConnecting: Bool

  /// From the start until the request can be sent, name resolution and TLS included.
  ///
  /// libcurl has the same limit, and keeps it: it spends at most half of it on an address before it
  /// tries the host's next one. Without one, libcurl 7.88.1 needed 21 s to get past an address that
  /// drops everything, instead of 7.5 s.
  static let connecting = Duration.seconds(15)
  /// A GET has the limit of an attempt, but at most this: the run waits for its result.
  static let longestGet = Duration.seconds(60)

  /// That of no command.
  static let none = TransferDeadline(
    start: MonotonicInstant(nanoseconds: 0), limit: .zero, judgesConnecting: false)

  /// When the command must be looked at. `hasLeft`: its first byte has left. `heardAt`: when the last
  /// byte of a stream came, which may then be silent for `silence`; `nil`: no such limit.
  func next(hasLeft: Bool, heardAt: MonotonicInstant?, silence: Duration?) -> MonotonicInstant {
    var next = start + limit
    if judgesConnecting, !hasLeft { next = min(next, start + Self.connecting) }
    if let heardAt, let silence { next = min(next, heardAt + silence) }
    return next
  }

  /// Why the command is over at `now`; `nil`: it may go on. The arguments are as in
  /// ``next(hasLeft:heardAt:silence:)``.
  func reason(
    at now: MonotonicInstant, hasLeft: Bool, heardAt: MonotonicInstant?, silence: Duration?
  ) -> Transfer.StopReason? {
    if start + limit <= now { return hasLeft ? .late(limit) : .notConnected(limit) }
    if judgesConnecting, !hasLeft, start + Self.connecting <= now {
      return .notConnected(Self.connecting)
    }
    if let heardAt, let silence, heardAt + silence <= now { return .silent(silence) }
    return nil
  }
}
