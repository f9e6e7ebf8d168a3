import Basics

/// One header line as bytes in libcurl's buffer; valid only during the callback.
///
/// Most header lines are not needed, so a line is converted to a string only after its name was
/// recognised.
struct HeaderLine {
  let name: UnsafeRawBufferPointer
  /// Without white space around it.
  let value: UnsafeRawBufferPointer

  private init(name: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer) {
    self.name = name
    self.value = value
  }

  /// `nil` for a line without a colon.
  init?(_ line: UnsafeRawBufferPointer) {
    guard let base = line.baseAddress, let colon = memchr(base, 0x3A, line.count) else {
      return nil
    }
    let length = base.distance(to: UnsafeRawPointer(colon))
    var start = length + 1
    var end = line.count
    while start < end, HeaderLine.isSpace(line[start]) { start += 1 }
    while end > start, HeaderLine.isSpace(line[end - 1]) { end -= 1 }
    name = UnsafeRawBufferPointer(rebasing: line[..<length])
    value = UnsafeRawBufferPointer(rebasing: line[start..<end])
  }

  /// The three-digit code of a status line such as `HTTP/1.1 402 Payment Required`; `nil` for other
  /// lines.
  static func status(_ line: UnsafeRawBufferPointer) -> Int? {
    guard line.count >= 9, let base = line.baseAddress, memcmp(base, "HTTP/", 5) == 0,
      let space = memchr(base, 0x20, line.count)
    else { return nil }
    let start = base.distance(to: UnsafeRawPointer(space)) + 1
    guard start + 3 <= line.count else { return nil }
    var code = 0
    for index in start..<start + 3 {
      guard (0x30...0x39).contains(line[index]) else { return nil }
      code = code * 10 + Int(line[index] &- 0x30)
    }
    return code
  }

  /// Compares the name without regard to case. `known` must be in lower case.
  func isNamed(_ known: StaticString) -> Bool {
    guard name.count == known.utf8CodeUnitCount else { return false }
    for index in 0..<name.count {
      var byte = name[index]
      if (0x41...0x5A).contains(byte) { byte |= 0x20 }
      if byte != known.utf8Start[index] { return false }
    }
    return true
  }

  /// How the names begin that only some services send, see ``ResponseHeaders``.
  static let rareNames: [StaticString] = [
    "x-ratelimit-", "ratelimit-", "retry-after-ms", "llm_provider-retry-after", "rate_limit_type",
    "reset_at", "cf-mitigated", "location",
    "x-litellm-response-cost",
  ]

  /// Compares the beginning of the name without regard to case. `known` must be in lower case.
  func isNamed(beginning known: StaticString) -> Bool {
    guard name.count >= known.utf8CodeUnitCount else { return false }
    let beginning = UnsafeRawBufferPointer(rebasing: name[..<known.utf8CodeUnitCount])
    return HeaderLine(name: beginning, value: value).isNamed(known)
  }

  /// The value as a string. If `earlier` is equal, returns it, which avoids an allocation.
  func text(reusing earlier: String?) -> String {
    if let earlier, earlier.utf8.count == value.count, earlier.utf8.elementsEqual(value) {
      return earlier
    }
    return String(decoding: value, as: UTF8.self)
  }

  /// The value as a decimal integer; `nil` if it is not one or has more than 15 digits, which could
  /// overflow.
  var number: Int? {
    guard !value.isEmpty, value.count <= 15 else { return nil }
    var number = 0
    for byte in value {
      guard (0x30...0x39).contains(byte) else { return nil }
      number = number * 10 + Int(byte &- 0x30)
    }
    return number
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0D || byte == 0x0A
  }
}
