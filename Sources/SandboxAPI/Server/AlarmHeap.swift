import Basics

/// When which connection wants to be looked at, the earliest on top (a binary heap).
struct AlarmHeap {
  struct Alarm {
    let at: Moment
    let slot: Int
    /// Of the ``Connection/alarm`` that set it; another one has overtaken it.
    let serial: UInt64
  }

  private var alarms: [Alarm] = []

  var first: Moment? { alarms.first?.at }

  mutating func insert(_ alarm: Alarm) {
    alarms.append(alarm)
    var child = alarms.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard alarms[child].at < alarms[parent].at else { return }
      alarms.swapAt(child, parent)
      child = parent
    }
  }

  /// The earliest, if it is due.
  mutating func popDue(at now: Moment) -> Alarm? {
    guard let top = alarms.first, top.at <= now else { return nil }
    let last = alarms.removeLast()
    guard !alarms.isEmpty else { return top }
    alarms[0] = last
    var parent = 0
    while true {
      var least = 2 * parent + 1
      guard least < alarms.count else { return top }
      if least + 1 < alarms.count, alarms[least + 1].at < alarms[least].at { least += 1 }
      guard alarms[least].at < alarms[parent].at else { return top }
      alarms.swapAt(least, parent)
      parent = least
    }
  }
}
