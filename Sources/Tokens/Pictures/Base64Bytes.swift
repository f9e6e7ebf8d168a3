/// The beginning of base64 data, decoded byte by byte where it is asked for.
struct Base64Bytes {
  private let text: [UInt8]
  private let all: UnsafeRawBufferPointer
  /// Whether the data was cleaned of what is no base64.
  private let isCopy: Bool

  /// Base64 that was escaped or broken into lines is read only so far.
  private static let mostCleaned = 400_000

  /// `json` is base64 as it stands in a JSON string: a slash may be written `\/`, a line break `\n`.
  init(json: UnsafeRawBufferPointer) {
    all = json
    let head = UnsafeRawBufferPointer(rebasing: json.prefix(Self.mostCleaned))
    isCopy = head.contains { Self.values[Int($0)] == Self.foreign && $0 != UInt8(ascii: "=") }
    text = isCopy ? Self.cleaned(head) : []
  }

  /// The number of bytes that can be read.
  var count: Int { (isCopy ? text.count : all.count) / 4 * 3 }

  /// `nil`: there is no such byte, or it is not base64.
  subscript(index: Int) -> UInt8? {
    let group = index / 3 * 4
    guard index >= 0, group + 3 < (isCopy ? text.count : all.count) else { return nil }
    let first = group + index % 3
    let high = value(first)
    let low = value(first + 1)
    guard high != Self.foreign, low != Self.foreign else { return nil }
    return switch index % 3 {
    case 0: high << 2 | low >> 4
    case 1: high << 4 | low >> 2
    default: high << 6 | low
    }
  }

  /// The big-endian number in `count` bytes, at most 4.
  func number(at index: Int, _ count: Int) -> Int? {
    (0..<count).reduce(Optional(0)) { sum, offset in
      guard let sum, let byte = self[index + offset] else { return nil }
      return sum << 8 | Int(byte)
    }
  }

  /// The little-endian number in `count` bytes, at most 4.
  func littleNumber(at index: Int, _ count: Int) -> Int? {
    (0..<count).reversed().reduce(Optional(0)) { sum, offset in
      guard let sum, let byte = self[index + offset] else { return nil }
      return sum << 8 | Int(byte)
    }
  }

  /// Whether the bytes at `index` are these.
  func has(_ bytes: StaticString, at index: Int) -> Bool {
    bytes.withUTF8Buffer { buffer in
      buffer.enumerated().allSatisfy { self[index + $0.offset] == $0.element }
    }
  }

  private func value(_ index: Int) -> UInt8 {
    Self.values[Int(isCopy ? text[index] : all[index])]
  }

  private static let foreign: UInt8 = 255

  private static let values: [UInt8] = {
    var values = [UInt8](repeating: foreign, count: 256)
    let digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8
    for (value, digit) in digits.enumerated() { values[Int(digit)] = UInt8(value) }
    values[Int(UInt8(ascii: "-"))] = 62
    values[Int(UInt8(ascii: "_"))] = 63
    return values
  }()

  private static func cleaned(_ head: UnsafeRawBufferPointer) -> [UInt8] {
    var bytes: [UInt8] = []
    var isEscape = false
    for byte in head {
      if byte == UInt8(ascii: "\\") {
        isEscape = true
        continue
      }
      // After a backslash only the slash is base64; others are line breaks and the like.
      if values[Int(byte)] != foreign, !isEscape || byte == UInt8(ascii: "/") { bytes.append(byte) }
      isEscape = false
    }
    return bytes
  }
}
