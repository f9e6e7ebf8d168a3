/// A binary heap: the least element first.
///
/// Which of several equal elements comes first is not said; an element that must keep its turn
/// counts it in its order.
///
/// Public, as the compiler inlines and specialises nothing else across targets.
public struct Heap<Element: Comparable> {
  @usableFromInline var storage: [Element] = []

  @inlinable
  public init() {}

  /// In no order but that of the heap.
  @inlinable
  public var elements: [Element] { storage }

  @inlinable
  public var count: Int { storage.count }

  @inlinable
  public var isEmpty: Bool { storage.isEmpty }

  @inlinable
  public var first: Element? { storage.first }

  @inlinable
  public mutating func insert(_ element: Element) {
    storage.append(element)
    rise(from: storage.count - 1)
  }

  @inlinable
  public mutating func popFirst() -> Element? {
    remove(at: 0)
  }

  /// Takes out the one at that place of ``elements``; `nil`: there is no such place.
  @inlinable
  public mutating func remove(at place: Int) -> Element? {
    guard place < storage.count else { return nil }
    // The last one takes its place, and finds its own.
    let last = storage.removeLast()
    guard place < storage.count else { return last }
    let taken = storage[place]
    storage[place] = last
    if place > 0 { rise(from: place) }
    sink(from: place)
    return taken
  }

  @inlinable
  mutating func rise(from place: Int) {
    var child = place
    while child > 0, storage[child] < storage[(child - 1) / 2] {
      storage.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  @inlinable
  mutating func sink(from place: Int) {
    var parent = place
    while true {
      var least = 2 * parent + 1
      guard least < storage.count else { return }
      if least + 1 < storage.count, storage[least + 1] < storage[least] { least += 1 }
      guard storage[least] < storage[parent] else { return }
      storage.swapAt(parent, least)
      parent = least
    }
  }
}

extension Heap: Sendable where Element: Sendable {}
