import Basics
import Testing

@Suite struct HeapTests {
  @Test func `elements come out in order, whatever the order of insertion`() {
    var generator = SplitMix64(seed: 3)
    for count in 0..<80 {
      var heap = Heap<Int>()
      let numbers = (0..<count).map { _ in Int.random(in: 0..<40, using: &generator) }
      for number in numbers { heap.insert(number) }
      #expect(heap.count == count)
      #expect(heap.first == numbers.min())
      var taken: [Int] = []
      while let next = heap.popFirst() { taken.append(next) }
      #expect(taken == numbers.sorted())
      #expect(heap.isEmpty)
    }
  }

  @Test func `any element can be removed, and the rest stays in order`() throws {
    var generator = SplitMix64(seed: 4)
    for count in 1..<60 {
      var heap = Heap<Int>()
      for number in 0..<count { heap.insert(number &* 7_919 % 101) }
      var rest = heap.elements.sorted()
      let index = Int.random(in: 0..<count, using: &generator)
      let removed = heap.remove(at: index)
      rest.remove(at: try #require(rest.firstIndex { $0 == removed }))
      var left: [Int] = []
      while let next = heap.popFirst() { left.append(next) }
      #expect(left == rest)
    }
    var empty = Heap<Int>()
    #expect(empty.remove(at: 0) == nil)
  }
}
