package import Basics

/// Jobs that wait for another attempt, ordered by the time at which they may be tried.
///
/// A waiting job holds no permit.
package struct RetryQueue: Sendable {
  private struct Entry: Comparable, Sendable {
    let readyAt: MonotonicInstant
    /// Jobs that are ready at the same time leave in the order in which they came.
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
  /// When the first job is ready; `nil`: no job waits.
  package var firstReady: MonotonicInstant? { heap.first?.readyAt }

  /// The job that ``takeFirst()`` would remove.
  package var first: RetryBudget? { heap.first?.budget }

  package mutating func add(_ budget: RetryBudget, readyAt: MonotonicInstant) {
    heap.insert(Entry(readyAt: readyAt, order: nextOrder, budget: budget))
    nextOrder += 1
  }

  /// The job that ``takeProbe()`` would remove.
  package var probe: RetryBudget? { isEmpty ? nil : heap.elements[probeIndex].budget }

  /// Removes a job to probe the balance with, whether or not it is ready: the first one that was
  /// refused because of the balance. Without such a job, any job.
  package mutating func takeProbe() -> RetryBudget? {
    heap.remove(at: probeIndex)?.budget
  }

  private var probeIndex: Int {
    let entries = heap.elements
    let refused = entries.indices.filter { entries[$0].budget.metEmptyBalance }
    return refused.min { entries[$0] < entries[$1] } ?? 0
  }

  /// Removes the job that is ready first, even if that time has not come.
  package mutating func takeFirst() -> RetryBudget? {
    heap.popFirst()?.budget
  }
}
