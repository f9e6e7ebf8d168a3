/// A list that keeps its first and its last entries when it grows too long.
struct FirstAndLast<Element: Sendable>: Sendable {
  private let limit: Int
  private var first: [Element] = []
  /// A ring, once it is full.
  private var last: [Element] = []
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

  /// In order.
  var elements: [Element] {
    guard count > limit else { return first + last }
    let oldest = (count - limit / 2) % (limit - limit / 2)
    return first + last[oldest...] + last[..<oldest]
  }

  /// How many are not in ``elements``.
  var dropped: Int { max(0, count - limit) }
}
