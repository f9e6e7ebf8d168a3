/// The elements with the largest weights, largest first. Of equal weights, the earlier one is kept.
struct TopList<Element: Sendable>: Sendable {
  private(set) var entries: [(weight: Int, element: Element)] = []
  private let limit: Int

  init(limit: Int) {
    self.limit = limit
  }

  /// Adds the element if its weight is large enough. `element` is evaluated only then.
  mutating func offer(_ weight: Int, _ element: @autoclosure () -> Element) {
    if entries.count == limit, let last = entries.last, last.weight >= weight { return }
    let place = entries.firstIndex { $0.weight < weight } ?? entries.count
    entries.insert((weight, element()), at: place)
    if entries.count > limit { entries.removeLast() }
  }

  var elements: [Element] { entries.map(\.element) }
}
