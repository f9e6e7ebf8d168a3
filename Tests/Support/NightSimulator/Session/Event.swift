import Basics
import BatchRunner

/// Something that is due in a session.
struct Event: Comparable {
  enum Kind {
    /// A look at the clock.
    case tick
    /// Whether the limiter has permits for who waits.
    case permits
    case readJobs
    case readAgain(AttemptID, JobPlace)
    case readKey
    case journal([RunState.Start], OrderChain)
    case save([Int: Checkpoint.Commit], [AttemptID], OrderChain)
    /// Bytes are about to leave.
    case leave(AttemptID)
    case arrive(AttemptID)
    /// The status line is here.
    case status(AttemptID)
    case end(AttemptID)
    /// The run hears what the transport has to tell.
    case take
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

  static func == (left: Event, right: Event) -> Bool {
    (left.at, left.order) == (right.at, right.order)
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
