import BatchRunner

/// Alarms as a binary heap, the next one first.
struct AlarmHeap {
  private var alarms: [Alarm] = []
  private var added: UInt64 = 0

  var nextDue: Moment? { alarms.first?.due }

  mutating func add(_ connection: Connection, due: Moment) {
    added += 1
    alarms.append(Alarm(due: due, order: added, connection: connection))
    var index = alarms.count - 1
    while index > 0, alarms[index] < alarms[(index - 1) / 2] {
      alarms.swapAt(index, (index - 1) / 2)
      index = (index - 1) / 2
    }
  }

  /// Takes the next one out if it is due.
  mutating func popDue(at now: Moment) -> Connection? {
    guard let first = alarms.first, first.due <= now else { return nil }
    alarms.swapAt(0, alarms.count - 1)
    alarms.removeLast()
    sink()
    return first.connection
  }

  private mutating func sink() {
    var index = 0
    while true {
      var least = index
      for child in [2 * index + 1, 2 * index + 2]
      where child < alarms.count && alarms[child] < alarms[least] {
        least = child
      }
      if least == index { return }
      alarms.swapAt(index, least)
      index = least
    }
  }
}
