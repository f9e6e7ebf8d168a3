import Basics

/// The id of a job that was made from a row: `row-17-9f86d081884c7d65`.
///
/// Older versions made ids such as `row-17`, which say only where the row stood.
struct RowID: Equatable {
  /// The row's number when the job was prepared, from 1.
  let number: UInt32
  /// The ``RowHash`` of the row's cells; `nil` if an older version made the id.
  let hash: UInt64?

  init(number: Int, hash: UInt64?) {
    self.number = UInt32(clamping: number)
    self.hash = hash
  }

  /// Parses an id; `nil` for any other text.
  init?(_ text: UnsafeRawBufferPointer) {
    let prefix: StaticString = "row-"
    guard text.count > prefix.utf8CodeUnitCount,
      memcmp(text.baseAddress!, prefix.utf8Start, prefix.utf8CodeUnitCount) == 0
    else { return nil }
    var at = prefix.utf8CodeUnitCount
    var number: UInt64 = 0
    while at < text.count, let digit = Self.digit(text[at]), digit < 10 {
      number = number * 10 + digit
      at += 1
      if number == 0 || number > UInt32.max { return nil }
    }
    guard number > 0 else { return nil }
    self.number = UInt32(number)
    if at == text.count {
      hash = nil
      return
    }
    guard text[at] == UInt8(ascii: "-"), text.count == at + 17 else { return nil }
    var hash: UInt64 = 0
    for byte in text[(at + 1)...] {
      guard let digit = Self.digit(byte) else { return nil }
      hash = hash << 4 | digit
    }
    self.hash = hash
  }

  /// The value of a lower-case hex digit.
  private static func digit(_ byte: UInt8) -> UInt64? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt64(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt64(byte - UInt8(ascii: "a") + 10)
    default: nil
    }
  }

  /// Appends the id's text.
  func append(to bytes: inout [UInt8]) {
    bytes.append(text: "row-")
    bytes.append(decimal: Int(number))
    guard let hash else { return }
    bytes.append(UInt8(ascii: "-"))
    bytes.append(hex: hash)
  }

  var text: String {
    var bytes: [UInt8] = []
    append(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }
}
