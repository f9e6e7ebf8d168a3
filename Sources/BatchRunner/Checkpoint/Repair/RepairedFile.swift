import Basics

/// What a repair of one file found, and what it changes.
package struct RepairedFile: Sendable {
  /// A line before and after, around the first difference; both are empty if only the check differs.
  package struct Example: Sendable, Equatable {
    package let line: Int
    package let before: String
    package let after: String
  }

  package let path: String
  package internal(set) var lines = 0
  /// Lines whose original spelling was found again.
  package internal(set) var restored = 0
  /// Lines that are whole, and of which nothing proves that only their spelling was changed.
  package internal(set) var rebuilt = 0
  /// Lines with only white space, which are left out.
  package internal(set) var blank = 0
  /// Lines of a torn end, which the next run sets aside.
  package internal(set) var left = 0
  /// A rebuilt line if there is one, else a restored one.
  package private(set) var example: Example?
  private var hasRebuiltExample = false

  init(path: String) {
    self.path = path
  }

  package var changed: Int { restored + rebuilt + blank }

  mutating func count(
    _ finding: LineFinding, line: LineReader.Line, _ before: UnsafeRawBufferPointer,
    _ after: [UInt8]
  ) {
    switch finding {
    case .intact: return
    case .blank: blank += 1
    case .restored:
      restored += 1
      example = example ?? Self.example(line.number, before, after)
    case .rebuilt:
      rebuilt += 1
      if !hasRebuiltExample { example = Self.example(line.number, before, after) }
      hasRebuiltExample = true
    }
  }

  private static func example(
    _ line: Int, _ before: UnsafeRawBufferPointer, _ after: [UInt8]
  ) -> Example {
    let (before, after) = (withoutCheck(before), withoutCheck(after[...]))
    guard before != after else { return Example(line: line, before: "", after: "") }
    let common = zip(before, after).prefix { $0 == $1 }.count
    return Example(
      line: line, before: excerpt(before, around: common), after: excerpt(after, around: common))
  }

  /// The line with an `x` for each digit of its check, which is new in every rebuilt line.
  private static func withoutCheck(_ line: some Collection<UInt8>) -> [UInt8] {
    var bytes = Array(line)
    let name = Array("\"check\"".utf8)
    guard bytes.count > name.count,
      let place = (0..<(bytes.count - name.count)).first(where: {
        bytes[$0] == name[0] && bytes[$0..<($0 + name.count)].elementsEqual(name)
      }), let quote = bytes[(place + name.count)...].firstIndex(of: name[0])
    else { return bytes }
    var at = quote + 1
    while at < bytes.count, bytes[at] != name[0] {
      bytes[at] = UInt8(ascii: "x")
      at += 1
    }
    return bytes
  }

  private static func excerpt(_ bytes: some Collection<UInt8>, around place: Int) -> String {
    let start = max(0, place - 20)
    let part = bytes.dropFirst(start).prefix(60)
    return (start > 0 ? "…" : "") + String(decoding: part, as: UTF8.self)
      + (start + part.count < bytes.count ? "…" : "")
  }
}
