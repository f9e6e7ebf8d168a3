import Basics

/// The beginning of a line that ``OutcomeLine`` wrote: all that a resume reads of it.
package struct OutcomeHead {
  /// The number of its attempt.
  let attempt: UInt64
  package let idHash: UInt64
  /// The `custom_id` with its quotes, in the line.
  package let id: Range<Int>
  package let line: Int
  package let fingerprint: Fingerprint
  package let latencyMilliseconds: Int
  /// Behind the head, where the response begins.
  let response: Int

  /// `nil`: not such a line, or its `check` says that it is not what was written.
  package init?(_ bytes: UnsafeRawBufferPointer) {
    var cursor = Cursor(bytes)
    guard cursor.skip("{\"id\":\""), cursor.skip(to: UInt8(ascii: "-")), cursor.skip("-"),
      let attempt = cursor.number(),
      cursor.skip("\",\"custom_id\":"), let id = cursor.string(),
      cursor.skip(",\"nightshift\":{\"line\":"), let line = cursor.number(),
      cursor.skip(",\"fingerprint\":\""), let fingerprint = cursor.hex(),
      cursor.skip("\",\"attempts\":"), cursor.number() != nil,
      cursor.skip(",\"latency_ms\":"), let latency = cursor.number(),
      cursor.skip(",\"ended_at\":\""), cursor.skip(to: UInt8(ascii: "\"")), cursor.skip("\"")
    else { return nil }
    _ = cursor.skip(",\"redacted\":true")
    guard cursor.skip(",\"check\":\"") else { return nil }
    let head = UnsafeRawBufferPointer(rebasing: bytes[..<cursor.at])
    guard let check = cursor.hex() else { return nil }
    let tail = UnsafeRawBufferPointer(rebasing: bytes[cursor.at...])
    guard check == XXHash64.hash(tail, seed: XXHash64.hash(head)) else { return nil }
    guard cursor.skip("\"},\"response\":") else { return nil }
    self.attempt = UInt64(attempt)
    self.id = id
    self.line = line
    self.fingerprint = Fingerprint(fingerprint)
    latencyMilliseconds = latency
    response = cursor.at
    let inside = UnsafeRawBufferPointer(rebasing: bytes[(id.lowerBound + 1)..<(id.upperBound - 1)])
    if inside.contains(UInt8(ascii: "\\")) {
      guard let text = JSONString.decode(inside) else { return nil }
      idHash = XXHash64.hash(text)
    } else {
      idHash = XXHash64.hash(inside)
    }
  }

  /// Whether a line of `failures.jsonl` tells of a failure that another run may not see.
  static func isWorthRetrying(_ bytes: UnsafeRawBufferPointer, from response: Int) -> Bool {
    // A success that could not be used is an error of its own kind.
    status(bytes, from: response).map { (200...299).contains($0) || Diagnosis.isRetried($0) }
      ?? true
  }

  /// The status of the response in a line; `nil`: there is none.
  static func status(_ bytes: UnsafeRawBufferPointer, from response: Int) -> Int? {
    var cursor = Cursor(bytes)
    cursor.at = response
    return cursor.skip("{\"status_code\":") ? cursor.number() : nil
  }
}

/// Reads text of a known shape.
package struct Cursor {
  private let bytes: UnsafeRawBufferPointer
  package var at = 0

  package init(_ bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
  }

  package mutating func skip(_ text: StaticString) -> Bool {
    let count = text.utf8CodeUnitCount
    guard at + count <= bytes.count, let base = bytes.baseAddress,
      memcmp(base + at, text.utf8Start, count) == 0
    else { return false }
    at += count
    return true
  }

  /// Goes to the next such byte, and not behind it.
  mutating func skip(to byte: UInt8) -> Bool {
    while at < bytes.count, bytes[at] != byte { at += 1 }
    return at < bytes.count
  }

  /// A JSON string, with its quotes.
  mutating func string() -> Range<Int>? {
    guard at < bytes.count, bytes[at] == UInt8(ascii: "\""), let base = bytes.baseAddress,
      let end = try? JSONScanner(base: base, count: bytes.count).endOfString(at)
    else { return nil }
    defer { at = end }
    return at..<end
  }

  /// A whole number without a sign, of at most 18 digits.
  package mutating func number() -> Int? {
    let start = at
    var value = 0
    while at < bytes.count, (0x30...0x39).contains(bytes[at]), at - start < 18 {
      value = value * 10 + Int(bytes[at] & 0x0F)
      at += 1
    }
    return at > start ? value : nil
  }

  /// 16 lower-case hex digits.
  mutating func hex() -> UInt64? {
    guard at + 16 <= bytes.count else { return nil }
    var value: UInt64 = 0
    for byte in bytes[at..<(at + 16)] {
      switch byte {
      case 0x30...0x39: value = value << 4 | UInt64(byte & 0x0F)
      case 0x61...0x66: value = value << 4 | UInt64(byte - 0x57)
      default: return nil
      }
    }
    at += 16
    return value
  }
}
