import Basics

/// Converts a file to UTF-8.
struct TextConversion {
  private let file: ReadableFile
  private let encoding: TextEncoding
  /// The line that is being converted, from 1.
  private var line = 1
  /// Whether the last character was a carriage return, whose line feed does not count.
  private var endsWithReturn = false

  init(_ file: ReadableFile, from encoding: TextEncoding) {
    self.file = file
    self.encoding = encoding
  }

  /// The text as UTF-8, without a byte-order mark, in a temporary file. `order`: that of UTF-16.
  ///
  /// Throws ``DatasetError/row(_:)`` at the first bytes that are no character. `name` is the file's
  /// name for it.
  mutating func utf8(
    _ order: ByteOrder, name: String
  ) throws(DatasetError) -> ReadableFile {
    do {
      let target = try TemporaryFile()
      let reason: DatasetProblem.Reason? =
        encoding == .utf16
        ? try convertUnits(order, to: target) : try convertBytes(to: target)
      if let reason {
        throw DatasetError.row(DatasetProblem(path: name, line: line, reason: reason))
      }
      try target.flush()
      return target.file
    } catch let error as FileError {
      throw .file(error)
    } catch let error as DatasetError {
      throw error
    } catch {
      preconditionFailure("an error that conversion does not throw: \(error)")
    }
  }

  private mutating func convertBytes(
    to target: TemporaryFile
  ) throws -> DatasetProblem.Reason? {
    let table = encoding.table
    var text: [UInt8] = []
    var offset = 0
    while true {
      let piece = try file.bytes(at: offset, count: 1 << 18)
      if piece.isEmpty { return nil }
      offset += piece.count
      text.removeAll(keepingCapacity: true)
      for byte in piece {
        if byte < 0x80 {
          countBreak(byte)
          text.append(byte)
        } else {
          endsWithReturn = false
          let character = table[Int(byte)]
          if character.isEmpty { return .noCharacter(byte, encoding) }
          text.append(contentsOf: character)
        }
      }
      try target.append(text)
    }
  }

  private mutating func convertUnits(
    _ order: ByteOrder, to target: TemporaryFile
  ) throws -> DatasetProblem.Reason? {
    var text: [UInt8] = []
    var offset = 0
    /// The high surrogate before the next unit.
    var high: UInt16?
    while true {
      let piece = try file.bytes(at: offset, count: 1 << 18)
      if piece.isEmpty { return high == nil ? nil : .notUTF16 }
      text.removeAll(keepingCapacity: true)
      for at in stride(from: 0, to: piece.count - 1, by: 2) {
        let (first, second) = (UInt16(piece[at]), UInt16(piece[at + 1]))
        let unit = order == .littleEndian ? first | second << 8 : first << 8 | second
        if offset + at == 0, unit == 0xFEFF { continue }
        guard let scalar = Self.scalar(unit, &high) else {
          if high != nil { continue }
          return .notUTF16
        }
        if scalar.isASCII { countBreak(UInt8(scalar.value)) } else { endsWithReturn = false }
        text.append(contentsOf: UTF8.encode(scalar)!)
      }
      offset += piece.count
      try target.append(text)
      if piece.count & 1 == 1 { return .notUTF16 }
    }
  }

  /// Counts a line for a line feed or a carriage return; the two together are one line.
  private mutating func countBreak(_ byte: UInt8) {
    if byte == 0x0D || byte == 0x0A && !endsWithReturn { line += 1 }
    endsWithReturn = byte == 0x0D
  }

  /// The character that ends with this unit. `nil` after the first half of a pair, which is then in
  /// `high`; also, with `high` empty, for half a pair.
  private static func scalar(_ unit: UInt16, _ high: inout UInt16?) -> UnicodeScalar? {
    switch (high, unit) {
    case (nil, 0xD800..<0xDC00):
      high = unit
      return nil
    case (nil, _): return UnicodeScalar(unit)
    case (let first?, 0xDC00..<0xE000):
      high = nil
      return UnicodeScalar(0x10000 + (UInt32(first) - 0xD800) << 10 + UInt32(unit) - 0xDC00)
    default:
      high = nil
      return nil
    }
  }
}
