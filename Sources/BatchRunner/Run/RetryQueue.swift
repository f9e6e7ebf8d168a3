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

  /// The job to probe with, whether or not it is ready; `nil`: no job waits. The jobs are taken in
  /// turn, so that one job that always fails cannot keep the run waiting.
  ///
  /// `ofBalance`: the probe is to find out whether the balance is enough. Then a job that was
  /// refused because of the balance goes first.
  package func probe(ofBalance: Bool) -> RetryBudget? {
    probeIndex(ofBalance: ofBalance).map { heap.elements[$0].budget }
  }

  /// Removes the job that ``probe(ofBalance:)`` names.
  package mutating func takeProbe(ofBalance: Bool) -> RetryBudget? {
    probeIndex(ofBalance: ofBalance).flatMap { heap.remove(at: $0)?.budget }
  }

  private func probeIndex(ofBalance: Bool) -> Int? {
    let entries = heap.elements
    let refused = entries.indices.filter { ofBalance && entries[$0].budget.metEmptyBalance }
    return (refused.isEmpty ? Array(entries.indices) : refused).min {
      (entries[$0].budget.lastProbe, entries[$0]) < (entries[$1].budget.lastProbe, entries[$1])
    }
  }

  /// Removes some jobs, and returns them in their order.
  mutating func take(where isTaken: (RetryBudget) -> Bool) -> [RetryBudget] {
    let entries = heap.elements
    let taken = entries.filter { isTaken($0.budget) }
    guard !taken.isEmpty else { return [] }
    heap = Heap()
    for entry in entries where !isTaken(entry.budget) { heap.insert(entry) }
    return taken.sorted().map(\.budget)
  }

  /// Removes the job that is ready first, even if that time has not come.
  package mutating func takeFirst() -> RetryBudget? {
    heap.popFirst()?.budget
  }
}
