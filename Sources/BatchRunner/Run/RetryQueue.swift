package import Basics

/// Jobs that wait for another attempt, without holding a place: a binary heap by readiness.
package struct RetryQueue: Sendable {
  private struct Entry: Sendable {
    let readyAt: Moment
    /// First in, first out among equals.
    let order: UInt64
    let ticket: Ticket

    static func < (left: Entry, right: Entry) -> Bool {
      (left.readyAt, left.order) < (right.readyAt, right.order)
    }
  }

  private var heap: [Entry] = []
  private var nextOrder: UInt64 = 0

  package init() {}

  package var count: Int { heap.count }
  package var isEmpty: Bool { heap.isEmpty }
  /// When the first is ready; `nil`: none waits.
  package var firstReady: Moment? { heap.first?.readyAt }

  /// The one that ``takeFirst()`` takes.
  package var first: Ticket? { heap.first?.ticket }

  package mutating func add(_ ticket: Ticket, readyAt: Moment) {
    heap.append(Entry(readyAt: readyAt, order: nextOrder, ticket: ticket))
    nextOrder += 1
    rise(from: heap.count - 1)
  }

  /// The one that ``takeProbe()`` takes.
  package var probe: Ticket? { isEmpty ? nil : heap[probePlace].ticket }

  /// Takes out one that met an empty balance, the first by readiness, ready or not; any other where
  /// there is none.
  package mutating func takeProbe() -> Ticket? {
    take(at: probePlace)
  }

  private var probePlace: Int {
    let met = heap.indices.filter { heap[$0].ticket.metEmptyBalance }
    return met.min { heap[$0] < heap[$1] } ?? 0
  }

  /// Takes out the one that is ready first, ready or not.
  package mutating func takeFirst() -> Ticket? {
    take(at: 0)
  }

  private mutating func take(at place: Int) -> Ticket? {
    guard place < heap.count else { return nil }
    let taken = heap[place].ticket
    // The last one takes its place, and finds its own.
    let last = heap.removeLast()
    guard place < heap.count else { return taken }
    heap[place] = last
    rise(from: place)
    sink(from: place)
    return taken
  }

  private mutating func rise(from place: Int) {
    var child = place
    while child > 0, heap[child] < heap[(child - 1) / 2] {
      heap.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  private mutating func sink(from place: Int) {
    var parent = place
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count {
        if heap[child] < heap[least] { least = child }
      }
      if least == parent { return }
      heap.swapAt(parent, least)
      parent = least
    }
  }
}
