import BatchRunner

/// What a comparison found. The first side is a run or the known answers, the second a run.
package struct DiffTally {
  /// Why two answers of a job cannot be compared.
  package enum Gap: CaseIterable {
    case failedInFirst, absentInFirst, failedInSecond, absentInSecond
    /// Neither side has an answer.
    case neither
    /// The dataset does not tell the right answer.
    case unknown
  }

  /// One of the values that are compared.
  package struct Part {
    /// Of a field; empty: the whole answer is compared.
    package let name: String
    package fileprivate(set) var same = 0
    package fileprivate(set) var different = 0
    package fileprivate(set) var confusion = Confusion()
  }

  /// A job whose answers differ.
  package struct Example {
    package let id: String
    /// By part, both values as they are spelled; only those that differ.
    package let values: [(part: Int, first: String, second: String)]
  }

  package let part: ComparedPart
  package private(set) var parts: [Part]
  /// Jobs whose answers agree in every part.
  package private(set) var same = 0
  package private(set) var different = 0
  package private(set) var gaps: [Gap: Int] = [:]
  /// The first ``examplesKept`` jobs whose answers differ.
  package private(set) var examples: [Example] = []
  /// Answers of each side without a JSON object, where fields are compared.
  package private(set) var withoutObject = (first: 0, second: 0)
  /// Jobs whose request is another one in the second run.
  package internal(set) var otherRequests = 0
  /// Answers that belong to no row of the dataset.
  package internal(set) var strays = 0
  /// Damaged lines in the files of the runs, which are skipped.
  package internal(set) var damaged = 0

  package static let examplesKept = 10

  init(_ part: ComparedPart) {
    self.part = part
    parts = part.names.map { Part(name: $0) }
  }

  /// Jobs that were compared.
  package var compared: Int { same + different }

  mutating func add(_ gap: Gap) {
    gaps[gap, default: 0] += 1
  }

  /// Compares the answers of one job; `nil`: that side has no JSON object. Answers whether they
  /// differ.
  mutating func compare(
    id: [UInt8], _ first: [ComparedValue]?, _ second: [ComparedValue]?
  ) -> Bool {
    if first == nil { withoutObject.first += 1 }
    if second == nil { withoutObject.second += 1 }
    // An answer without an object is like no other, not even one without an object.
    var differs: [Int] = first == nil || second == nil ? Array(parts.indices) : []
    for index in parts.indices {
      let (one, other) = (first?[index] ?? .none, second?[index] ?? .none)
      if first != nil, second != nil, one.key != other.key { differs.append(index) }
      parts[index].confusion.add(one, other)
      if differs.contains(index) { parts[index].different += 1 } else { parts[index].same += 1 }
    }
    guard !differs.isEmpty else {
      same += 1
      return false
    }
    different += 1
    if examples.count < Self.examplesKept {
      let values = differs.map {
        (part: $0, first: Self.text(first?[$0]), second: Self.text(second?[$0]))
      }
      examples.append(Example(id: String(decoding: id, as: UTF8.self), values: values))
    }
    return true
  }

  private static let longestText = 400

  private static func text(_ value: ComparedValue?) -> String {
    guard let value, value.key != .none else { return ComparedValue.noneWord }
    return String(decoding: value.bytes.prefix(longestText), as: UTF8.self)
  }
}
