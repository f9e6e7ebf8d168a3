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

  /// The order of UTF-16 text without a mark, told by the zero bytes of its ASCII characters;
  /// `nil` if the text does not look like UTF-16. `start`: the beginning of the file.
  package init?(zerosOf start: some Collection<UInt8>) {
    var zeros = (even: 0, odd: 0)
    for (index, byte) in start.enumerated() where byte == 0 {
      if index & 1 == 0 { zeros.even += 1 } else { zeros.odd += 1 }
    }
    // Both positions can have zeros: U+4E00 is a common character.
    if zeros.odd > 4 * zeros.even {
      self = .littleEndian
    } else if zeros.even > 4 * zeros.odd {
      self = .bigEndian
    } else {
      return nil
    }
  }
}
