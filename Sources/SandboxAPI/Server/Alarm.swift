import BatchRunner

/// When a connection's answer is due.
struct Alarm {
  let due: Moment
  /// Breaks ties in the order of arrival.
  let order: UInt64
  let connection: Connection

  static func < (left: Alarm, right: Alarm) -> Bool {
    (left.due, left.order) < (right.due, right.order)
  }
}
