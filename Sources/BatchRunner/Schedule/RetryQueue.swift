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
    var child = heap.count - 1
    while child > 0, heap[child] < heap[(child - 1) / 2] {
      heap.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  /// Takes out the one that is ready first, ready or not.
  package mutating func takeFirst() -> Ticket? {
    guard let first = heap.first else { return nil }
    let last = heap.removeLast()
    guard !heap.isEmpty else { return first.ticket }
    heap[0] = last
    var parent = 0
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count {
        if heap[child] < heap[least] { least = child }
      }
      if least == parent { return first.ticket }
      heap.swapAt(parent, least)
      parent = least
    }
  }
}
