/// The order of the two bytes of a UTF-16 code unit.
package enum ByteOrder: Sendable, Equatable {
  case littleEndian, bigEndian
}

extension ByteOrder {
  /// The order that a UTF-16 byte-order mark at the beginning of a file gives; `nil` without a
  /// mark.
  package init?(markOf start: some Collection<UInt8>) {
    if start.starts(with: [0xFF, 0xFE]) {
      self = .littleEndian
    } else if start.starts(with: [0xFE, 0xFF]) {
      self = .bigEndian
    } else {
      return nil
    }
  }

  /// The order of UTF-16 text without a mark, told by its ASCII characters; `nil` if the text does
  /// not look like UTF-16. `start`: the beginning of the file.
  package init?(zerosOf start: some Collection<UInt8>) {
    let bytes = Array(start)
    // A few zeros can stand in any file. UTF-16 has many, or is no UTF-8.
    let zeros = bytes.count { $0 == 0 }
    guard zeros > 0, zeros * 4 >= bytes.count || !UTF8Text.mayBegin(bytes) else { return nil }
    var found = (little: 0, big: 0)
    for at in stride(from: 0, to: bytes.count - 1, by: 2) {
      if bytes[at + 1] == 0, Self.marks.contains(bytes[at]) { found.little += 1 }
      if bytes[at] == 0, Self.marks.contains(bytes[at + 1]) { found.big += 1 }
    }
    if found.little > 2 * found.big {
      self = .littleEndian
    } else if found.big > 2 * found.little {
      self = .bigEndian
    } else {
      return nil
    }
  }

  /// Characters between others, which lines of every language have. With their bytes swapped they
  /// are rare characters, unlike letters: those of `N` are U+4E00.
  private static let marks = Set("\t\n\r ,;|\"{}:".utf8)
}
