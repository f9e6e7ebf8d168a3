import Basics

/// When a connection wants to be looked at; the earliest is the least.
struct Alarm: Comparable {
  let at: MonotonicInstant
  let slot: Int
  /// Of the ``Connection/alarm`` that set it; another one has overtaken it.
  let serial: UInt64

  static func < (left: Alarm, right: Alarm) -> Bool {
    left.at < right.at
  }
}
