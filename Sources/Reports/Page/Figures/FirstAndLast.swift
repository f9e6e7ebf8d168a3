/// A list of limited length: when it is full, it keeps the first half and the latest entries.
struct FirstAndLast<Element: Sendable>: Sendable {
  private let limit: Int
  private var first: [Element] = []
  /// The latest entries; a ring buffer once it is full.
  private var last: [Element] = []
  /// How many entries were added, including those that were dropped.
  private(set) var count = 0

  init(limit: Int) {
    self.limit = limit
  }

  init(_ elements: [Element], limit: Int) {
    self.init(limit: limit)
    for element in elements { append(element) }
  }

  mutating func append(_ element: Element) {
    let half = limit / 2
    if first.count < half {
      first.append(element)
    } else if last.count < limit - half {
      last.append(element)
    } else {
      last[(count - half) % (limit - half)] = element
    }
    count += 1
  }

  /// The entries that were kept, in the order in which they were added.
  var elements: [Element] {
    guard count > limit else { return first + last }
    let oldest = (count - limit / 2) % (limit - limit / 2)
    return first + last[oldest...] + last[..<oldest]
  }

  /// The number of entries that were not kept.
  var dropped: Int { max(0, count - limit) }
}
