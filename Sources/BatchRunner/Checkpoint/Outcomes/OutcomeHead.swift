package import Basics

/// The beginning of a line that ``OutcomeLine`` wrote: all that a resume reads of it. The rest is
/// read by ``OutcomeReader``.
package struct OutcomeHead {
  /// The number of its attempt.
  let attempt: UInt64
  package let idHash: UInt64
  /// The `custom_id` with its quotes, in the line.
  package let id: Range<Int>
  package let line: Int
  package let fingerprint: Fingerprint
  package let latencyMilliseconds: Int
  /// `nil`: the line says nothing special about the answer, or an older version wrote it.
  package let flags: AnswerFlags?
  /// The label that the answer names, with its quotes, in the line; `nil`: none was expected.
  package let label: Range<Int>?
  /// What the answer was billed; `nil`: that is not known, or an older version wrote the line.
  package let cost: Money?
  /// The body is a string with the bytes in base64.
  let isEncoded: Bool
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
    let flags = cursor.skip(",\"flags\":[") ? Self.flags(&cursor) : nil
    if cursor.skip(",\"mended\":[") { _ = cursor.skip(to: UInt8(ascii: "]")) && cursor.skip("]") }
    let isEncoded = cursor.skip(",\"body_encoding\":\"base64\"")
    _ = cursor.skip(",\"redacted\":true")
    if cursor.skip(",\"corrections\":"), cursor.number() == nil { return nil }
    label = cursor.skip(",\"label\":") ? cursor.string() : nil
    if cursor.skip(",\"cost_usd\":") {
      guard let money = cursor.dollars() else { return nil }
      cost = money
    } else {
      cost = nil
    }
    guard cursor.skip(",\"check\":\"") else { return nil }
    let head = UnsafeRawBufferPointer(rebasing: bytes[..<cursor.at])
    guard let check = cursor.hex() else { return nil }
    let tail = UnsafeRawBufferPointer(rebasing: bytes[cursor.at...])
    guard check == XXHash64.hash(tail, seed: XXHash64.hash(head)) else { return nil }
    guard cursor.skip("\"},\"response\":") else { return nil }
    self.attempt = UInt64(StoredNumber.count(attempt))
    self.id = id
    self.line = StoredNumber.count(line)
    self.fingerprint = Fingerprint(fingerprint)
    latencyMilliseconds = StoredNumber.milliseconds(latency)
    self.flags = flags
    self.isEncoded = isEncoded
    response = cursor.at
    let inside = UnsafeRawBufferPointer(rebasing: bytes[(id.lowerBound + 1)..<(id.upperBound - 1)])
    if inside.contains(UInt8(ascii: "\\")) {
      idHash = XXHash64.hash(JSONString.text(inside))
    } else {
      idHash = XXHash64.hash(inside)
    }
  }

  /// The flags of a list that has begun; unknown ones are skipped.
  private static func flags(_ cursor: inout Cursor) -> AnswerFlags {
    var flags: AnswerFlags = []
    repeat {
      let known = AnswerFlags.names.first { flag in
        var ahead = cursor
        guard ahead.skip("\""), ahead.skip(flag.name), ahead.skip("\"") else { return false }
        cursor = ahead
        return true
      }
      if let known { flags.insert(known.flag) } else { _ = cursor.string() }
    } while cursor.skip(",")
    _ = cursor.skip("]")
    return flags
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
