import Basics
import BatchRunner

/// Something that is due in a session.
struct Event: Comparable {
  enum Kind: Equatable {
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

  static func < (left: Event, right: Event) -> Bool {
    (left.at, left.order) < (right.at, right.order)
  }

  /// It happens at its time, whether the machine sleeps or not.
  var isOutside: Bool {
    switch kind {
    case .arrive, .topUp: true
    default: false
    }
  }
}

/// Events, the next one first.
struct Agenda {
  private var heap = Heap<Event>()
  private var orders = 0

  var isEmpty: Bool { heap.isEmpty }

  mutating func add(_ kind: Event.Kind, at: Instant) {
    heap.insert(Event(at: at, order: orders, kind: kind))
    orders += 1
  }

  mutating func next() -> Event? { heap.popFirst() }
}
