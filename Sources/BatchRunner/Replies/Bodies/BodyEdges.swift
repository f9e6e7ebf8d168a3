import Basics

/// Finds where the JSON of a body begins and ends between what gateways put around it: byte-order
/// marks, white space, NULs, and the comment lines that keep a connection alive.
package enum BodyEdges {
  /// Where the JSON or the first line of a stream begins.
  static func start(of bytes: UnsafeRawBufferPointer, _ mends: inout Set<BodyMend>) -> Int {
    var at = 0
    while at < bytes.count {
      if isMark(bytes, at: at) {
        mends.insert(.byteOrderMark)
        at += 3
      } else if bytes[at] <= 0x20 {
        if !JSONScanner.isSpace(bytes[at]) { mends.insert(.surroundings) }
        at += 1
      } else if bytes[at] == UInt8(ascii: ":") {
        mends.insert(.surroundings)
        while at < bytes.count, bytes[at] != 0x0A, bytes[at] != 0x0D { at += 1 }
      } else {
        break
      }
    }
    return at
  }

  /// What a body begins with, as far as its first bytes tell.
  package enum Beginning: Equatable, Sendable {
    /// A line of a server-sent stream.
    case stream
    /// JSON, a web page or anything else.
    case other
    /// Nothing but white space and comments came yet, or too little.
    case undecided
  }

  /// What a body that begins with these bytes is.
  package static func beginning(of bytes: UnsafeRawBufferPointer) -> Beginning {
    var mends: Set<BodyMend> = []
    let start = start(of: bytes, &mends)
    if isEventLine(bytes, at: start) { return .stream }
    let rest = bytes[start...]
    let isOpen = (fields + ["\u{FEFF}"]).contains { field in
      rest.count < field.utf8CodeUnitCount && hasPrefix(of: field, rest)
    }
    return isOpen ? .undecided : .other
  }

  private static let fields: [StaticString] = ["data:", "event:", "id:", "retry:"]

  /// Whether the bytes are the beginning of the word.
  private static func hasPrefix(
    of word: StaticString, _ bytes: Slice<UnsafeRawBufferPointer>
  ) -> Bool {
    zip(bytes, UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount))
      .allSatisfy { $0 == $1 }
  }

  /// Where the JSON ends, if nothing but the same things, or the mark that ends a stream, stands
  /// behind it.
  static func end(
    of bytes: UnsafeRawBufferPointer, from start: Int, _ mends: inout Set<BodyMend>
  ) -> Int {
    var end = bytes.count
    while end > start {
      if end - start >= 3, isMark(bytes, at: end - 3) {
        mends.insert(.byteOrderMark)
        end -= 3
      } else if bytes[end - 1] <= 0x20 {
        if !JSONScanner.isSpace(bytes[end - 1]) { mends.insert(.surroundings) }
        end -= 1
      } else if let line = lastLine(of: bytes, from: start, to: end) {
        mends.insert(.surroundings)
        end = line
      } else {
        break
      }
    }
    return end
  }

  /// Whether a line of a server-sent stream begins there.
  static func isEventLine(_ bytes: UnsafeRawBufferPointer, at start: Int) -> Bool {
    fields.contains { hasPrefix($0, bytes, at: start) }
  }

  /// The beginning of the last line before `end`, if it is a comment or the end of a stream.
  private static func lastLine(
    of bytes: UnsafeRawBufferPointer, from start: Int, to end: Int
  ) -> Int? {
    var at = end
    while at > start, bytes[at - 1] != 0x0A, bytes[at - 1] != 0x0D { at -= 1 }
    guard at > start else { return nil }
    let isDropped = bytes[at] == UInt8(ascii: ":") || hasPrefix("data: [DONE]", bytes, at: at)
    return isDropped ? at : nil
  }

  private static func isMark(_ bytes: UnsafeRawBufferPointer, at start: Int) -> Bool {
    hasPrefix("\u{FEFF}", bytes, at: start)
  }

  private static func hasPrefix(
    _ prefix: StaticString, _ bytes: UnsafeRawBufferPointer, at start: Int
  ) -> Bool {
    let count = prefix.utf8CodeUnitCount
    guard start + count <= bytes.count, let base = bytes.baseAddress else { return false }
    return memcmp(base + start, prefix.utf8Start, count) == 0
  }
}
