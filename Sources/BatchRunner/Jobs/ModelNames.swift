import Basics

/// The models that a job file names, each listed once.
package struct ModelNames: Sendable {
  /// In the order of the file; at most ``maxKept`` of them.
  package private(set) var names: [String] = []
  private var seen: Set<String> = []
  /// The spelling of the last name. Most lines name the same model as the line before, so a
  /// comparison of bytes is enough for them.
  private var last: [UInt8] = []

  private static let maxKept = 1000

  /// `spelling`: the name as it is written in the file, with its quotes and escapes.
  mutating func add(_ spelling: Slice<UnsafeRawBufferPointer>) {
    guard !spelling.elementsEqual(last) else { return }
    last = Array(spelling)
    let name = Self.text(spelling)
    if names.count < Self.maxKept, seen.insert(name).inserted { names.append(name) }
  }

  /// The decoded name. Empty if it contains half of a surrogate pair, which no string can hold.
  static func text(_ spelling: Slice<UnsafeRawBufferPointer>) -> String {
    JSONString.decode(UnsafeRawBufferPointer(rebasing: spelling.dropFirst().dropLast())) ?? ""
  }
}
