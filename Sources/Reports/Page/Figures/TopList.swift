/// The few greatest of many, greatest first; of equals the earlier ones.
struct TopList<Element: Sendable>: Sendable {
  private(set) var entries: [(weight: Int, element: Element)] = []
  private let limit: Int

  init(limit: Int) {
    self.limit = limit
  }

  /// `element` is made only where it belongs in the list.
  mutating func offer(_ weight: Int, _ element: @autoclosure () -> Element) {
    if entries.count == limit, let last = entries.last, last.weight >= weight { return }
    let place = entries.firstIndex { $0.weight < weight } ?? entries.count
    entries.insert((weight, element()), at: place)
    if entries.count > limit { entries.removeLast() }
  }

  var elements: [Element] { entries.map(\.element) }
}
