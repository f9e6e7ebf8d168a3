import Basics

/// Finds where the JSON of a body begins and ends between what gateways put around it: byte-order
/// marks, white space, NULs, and the comment lines that keep a connection alive.
enum BodyEdges {
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
    let fields: [StaticString] = ["data:", "event:", "id:", "retry:"]
    return fields.contains { hasPrefix($0, bytes, at: start) }
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
