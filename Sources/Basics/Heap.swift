/// A binary heap (priority queue) with the smallest element first.
///
/// The order of equal elements is undefined. If insertion order matters, the element's comparison
/// must include it.
///
/// It is public because the compiler inlines and specialises only public code across targets.
public struct Heap<Element: Comparable> {
  /// The children of the element at index `i` are at `2i + 1` and `2i + 2`, and are not smaller.
  @usableFromInline var storage: [Element] = []

  @inlinable
  public init() {}

  /// All elements in the heap's internal order, which is not sorted.
  @inlinable
  public var elements: [Element] { storage }

  @inlinable
  public var count: Int { storage.count }

  @inlinable
  public var isEmpty: Bool { storage.isEmpty }

  /// The smallest element; `nil` if the heap is empty.
  @inlinable
  public var first: Element? { storage.first }

  /// Takes O(log n) time.
  @inlinable
  public mutating func insert(_ element: Element) {
    storage.append(element)
    siftUp(from: storage.count - 1)
  }

  /// Removes and returns the smallest element in O(log n) time; `nil` if the heap is empty.
  @inlinable
  public mutating func popFirst() -> Element? {
    remove(at: 0)
  }

  /// Removes and returns the element at this index of ``elements``; `nil` if the index is past the
  /// end.
  @inlinable
  public mutating func remove(at index: Int) -> Element? {
    guard index < storage.count else { return nil }
    // The last element fills the gap and then moves up or down to its own place.
    let last = storage.removeLast()
    guard index < storage.count else { return last }
    let removed = storage[index]
    storage[index] = last
    if index > 0 { siftUp(from: index) }
    siftDown(from: index)
    return removed
  }

  /// Swaps the element with its parents until its parent is not larger.
  @inlinable
  mutating func siftUp(from index: Int) {
    var child = index
    while child > 0, storage[child] < storage[(child - 1) / 2] {
      storage.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  /// Swaps the element with its smaller child until no child is smaller.
  @inlinable
  mutating func siftDown(from index: Int) {
    var parent = index
    while true {
      var smallerChild = 2 * parent + 1
      guard smallerChild < storage.count else { return }
      if smallerChild + 1 < storage.count, storage[smallerChild + 1] < storage[smallerChild] {
        smallerChild += 1
      }
      guard storage[smallerChild] < storage[parent] else { return }
      storage.swapAt(parent, smallerChild)
      parent = smallerChild
    }
  }
}

extension Heap: Sendable where Element: Sendable {}
