import Basics

/// The models that a job file names, each once.
package struct ModelNames: Sendable {
  /// In the order of the file; the first ``mostKept``.
  package private(set) var names: [String] = []
  private var seen: Set<String> = []
  private var last: [UInt8] = []

  private static let mostKept = 1000

  /// `spelling`: as it stands in the file, with its quotes. Most lines name the one before's.
  mutating func add(_ spelling: Slice<UnsafeRawBufferPointer>) {
    guard !spelling.elementsEqual(last) else { return }
    last = Array(spelling)
    let name = Self.text(spelling)
    if names.count < Self.mostKept, seen.insert(name).inserted { names.append(name) }
  }

  /// A name that is half of a surrogate pair cannot be told, and is empty.
  static func text(_ spelling: Slice<UnsafeRawBufferPointer>) -> String {
    JSONString.decode(UnsafeRawBufferPointer(rebasing: spelling.dropFirst().dropLast())) ?? ""
  }
}
