import BatchRunner

/// Something that is due in a session.
struct Event {
  enum Kind {
    /// Ask the schedule what may start.
    case step
    /// Starts stand in the journal, and go out.
    case sendOff
    /// Bytes are about to leave.
    case leave(AttemptID)
    case arrive(AttemptID)
    /// The status line is here.
    case status(AttemptID)
    case end(AttemptID)
    /// The corridor takes what the transport has.
    case take
    /// What was judged goes to the disk, and places become free.
    case commit
    case beginSync
    case endSync
    case interrupt
    case change
    case topUp
    case die
  }

  let at: Instant
  let order: Int
  let kind: Kind

  /// It happens at its time, whether the machine sleeps or not.
  var isOutside: Bool {
    switch kind {
    case .arrive, .topUp: true
    default: false
    }
  }
}

/// Events, the next one first: a binary heap.
struct Agenda {
  private var heap: [Event] = []
  private var orders = 0

  var isEmpty: Bool { heap.isEmpty }

  mutating func add(_ kind: Event.Kind, at: Instant) {
    heap.append(Event(at: at, order: orders, kind: kind))
    orders += 1
    var child = heap.count - 1
    while child > 0, Self.isBefore(heap[child], heap[(child - 1) / 2]) {
      heap.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  mutating func next() -> Event? {
    guard let first = heap.first else { return nil }
    heap[0] = heap[heap.count - 1]
    heap.removeLast()
    var parent = 0
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2]
      where child < heap.count && Self.isBefore(heap[child], heap[least]) { least = child }
      if least == parent { return first }
      heap.swapAt(parent, least)
      parent = least
    }
  }

  private static func isBefore(_ left: Event, _ right: Event) -> Bool {
    (left.at, left.order) < (right.at, right.order)
  }
}
