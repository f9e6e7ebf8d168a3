package import Basics

/// Jobs that wait for another attempt, without holding a place: a heap by readiness.
package struct RetryQueue: Sendable {
  private struct Entry: Comparable, Sendable {
    let readyAt: MonotonicInstant
    /// First in, first out among equals.
    let order: UInt64
    let budget: RetryBudget

    static func < (left: Entry, right: Entry) -> Bool {
      (left.readyAt, left.order) < (right.readyAt, right.order)
    }
  }

  private var heap = Heap<Entry>()
  private var nextOrder: UInt64 = 0

  package init() {}

  package var count: Int { heap.count }
  package var isEmpty: Bool { heap.isEmpty }
  /// When the first is ready; `nil`: none waits.
  package var firstReady: MonotonicInstant? { heap.first?.readyAt }

  /// The one that ``takeFirst()`` takes.
  package var first: RetryBudget? { heap.first?.budget }

  package mutating func add(_ budget: RetryBudget, readyAt: MonotonicInstant) {
    heap.insert(Entry(readyAt: readyAt, order: nextOrder, budget: budget))
    nextOrder += 1
  }

  /// The one that ``takeProbe()`` takes.
  package var probe: RetryBudget? { isEmpty ? nil : heap.elements[probePlace].budget }

  /// Takes out one that met an empty balance, the first by readiness, ready or not; any other where
  /// there is none.
  package mutating func takeProbe() -> RetryBudget? {
    heap.remove(at: probePlace)?.budget
  }

  private var probePlace: Int {
    let entries = heap.elements
    let met = entries.indices.filter { entries[$0].budget.metEmptyBalance }
    return met.min { entries[$0] < entries[$1] } ?? 0
  }

  /// Takes out the one that is ready first, ready or not.
  package mutating func takeFirst() -> RetryBudget? {
    heap.popFirst()?.budget
  }
}
