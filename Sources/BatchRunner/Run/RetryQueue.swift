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

  /// By model; a model without jobs has none.
  private var heaps: [String: Heap<Entry>] = [:]
  private var nextOrder: UInt64 = 0
  package private(set) var count = 0

  package init() {}

  package var isEmpty: Bool { count == 0 }
  /// The first time after this one at which a model's first job is ready; `nil`: there is none.
  func nextReady(after now: MonotonicInstant) -> MonotonicInstant? {
    heaps.values.lazy.compactMap { $0.first?.readyAt }.filter { $0 > now }.min()
  }

  /// The models of the jobs, in no order.
  var models: some Collection<String> { heaps.keys }

  /// The job of this model that is ready first, and when that is.
  package func first(of model: String) -> (budget: RetryBudget, readyAt: MonotonicInstant)? {
    heaps[model]?.first.map { ($0.budget, $0.readyAt) }
  }

  /// The models that have a job that is ready, in the order of these jobs, each with all its jobs.
  func demand(at now: MonotonicInstant) -> [Demand] {
    heaps.compactMap { model, heap in heap.first.map { ($0, Demand(model, heap.count)) } }
      .filter { $0.0.readyAt <= now }.sorted { $0.0 < $1.0 }.map(\.1)
  }

  package mutating func add(_ budget: RetryBudget, readyAt: MonotonicInstant) {
    heaps[budget.model, default: Heap()].insert(
      Entry(readyAt: readyAt, order: nextOrder, budget: budget))
    nextOrder += 1
    count += 1
  }

  /// The jobs to probe with, one for each model, whether or not they are ready; the best one first.
  /// The jobs are taken in turn, so that one job that always fails cannot keep the run waiting.
  ///
  /// `ofBalance`: the probe is to find out whether the balance is enough. Then a job that was
  /// refused because of the balance goes first.
  package func probes(ofBalance: Bool) -> [RetryBudget] {
    let entries = heaps.values.compactMap { heap in
      Self.probeIndex(heap, ofBalance).map { heap.elements[$0] }
    }
    return entries.sorted { Self.isBetterProbe($0, $1, ofBalance) }.map(\.budget)
  }

  /// Removes the model's job among ``probes(ofBalance:)``.
  package mutating func takeProbe(ofBalance: Bool, of model: String) -> RetryBudget? {
    remove(of: model) { Self.probeIndex($0, ofBalance) }
  }

  private static func probeIndex(_ heap: Heap<Entry>, _ ofBalance: Bool) -> Int? {
    heap.elements.indices.min {
      isBetterProbe(heap.elements[$0], heap.elements[$1], ofBalance)
    }
  }

  private static func isBetterProbe(_ left: Entry, _ right: Entry, _ ofBalance: Bool) -> Bool {
    let (one, other) = (left.budget, right.budget)
    if ofBalance, one.metEmptyBalance != other.metEmptyBalance { return one.metEmptyBalance }
    return (one.lastProbe, left) < (other.lastProbe, right)
  }

  /// Removes some jobs, and returns them in their order.
  mutating func take(where isTaken: (RetryBudget) -> Bool) -> [RetryBudget] {
    let entries = heaps.values.flatMap(\.elements)
    let taken = entries.filter { isTaken($0.budget) }
    guard !taken.isEmpty else { return [] }
    heaps = [:]
    for entry in entries where !isTaken(entry.budget) {
      heaps[entry.budget.model, default: Heap()].insert(entry)
    }
    count -= taken.count
    return taken.sorted().map(\.budget)
  }

  /// Removes the model's job that is ready first, even if that time has not come.
  package mutating func takeFirst(of model: String) -> RetryBudget? {
    remove(of: model) { $0.isEmpty ? nil : 0 }
  }

  private mutating func remove(
    of model: String, _ choose: (Heap<Entry>) -> Int?
  ) -> RetryBudget? {
    guard let heap = heaps[model], let index = choose(heap),
      let entry = heaps[model]?.remove(at: index)
    else { return nil }
    if heaps[model]?.isEmpty == true { heaps[model] = nil }
    count -= 1
    return entry.budget
  }
}
