import Basics

/// How often each value on the one side met each value on the other.
package struct Confusion {
  /// One cell of the table.
  package struct Pair: Hashable {
    package let first: Int
    package let second: Int
  }

  /// The values of both sides as they are spelled, in the order in which they came.
  package private(set) var names: [String] = []
  package private(set) var counts: [Pair: Int] = [:]
  /// There are more than ``mostValues`` values, or long ones: no table.
  package private(set) var isTooLarge = false

  private var numbers: [ComparedValue.Key: Int] = [:]

  private static let mostValues = 40
  private static let longestName = 60

  init() {}

  mutating func add(_ first: ComparedValue, _ second: ComparedValue) {
    guard !isTooLarge else { return }
    guard let first = number(of: first), let second = number(of: second) else {
      (names, counts, numbers, isTooLarge) = ([], [:], [:], true)
      return
    }
    counts[Pair(first: first, second: second), default: 0] += 1
  }

  private mutating func number(of value: ComparedValue) -> Int? {
    if let known = numbers[value.key] { return known }
    guard names.count < Self.mostValues, value.bytes.count <= Self.longestName else { return nil }
    numbers[value.key] = names.count
    let name = String(decoding: value.bytes, as: UTF8.self)
    names.append(value.key == .none ? ComparedValue.noneWord : name.isEmpty ? "(empty)" : name)
    return names.count - 1
  }
}

extension Confusion {
  /// The values in the order of the alphabet.
  package var order: [Int] { names.indices.sorted { names[$0] < names[$1] } }

  package func count(_ first: Int, _ second: Int) -> Int {
    counts[Pair(first: first, second: second)] ?? 0
  }

  package func total(first: Int) -> Int {
    counts.reduce(0) { $1.key.first == first ? $0 + $1.value : $0 }
  }

  package func total(second: Int) -> Int {
    counts.reduce(0) { $1.key.second == second ? $0 + $1.value : $0 }
  }

  /// The pairs of different values, the most frequent first.
  package var mistakes: [(pair: Pair, count: Int)] {
    counts.filter { $0.key.first != $0.key.second }
      .sorted { ($1.value, $0.key.first, $0.key.second) < ($0.value, $1.key.first, $1.key.second) }
      .map { (pair: $0.key, count: $0.value) }
  }
}
