import Basics
import Foundation
import TestTools
import Testing

@testable import Datasets

@Suite struct TextEncodingTests {
  private let folder = TemporaryFolder()

  private func table(_ bytes: [UInt8], _ encoding: TextEncoding? = nil) throws -> Table {
    let path = folder.path + "/d.csv"
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    return try Table(path, DatasetReading(encoding: encoding))
  }

  /// The error for the dataset: its problem and its remedy.
  private func error(_ bytes: [UInt8], _ encoding: TextEncoding?) throws -> [String] {
    do {
      _ = try table(bytes, encoding)
      return []
    } catch let error as DatasetError {
      return [error.problem, error.remedy ?? ""].map {
        $0.replacingOccurrences(of: folder.path + "/", with: "")
      }
    }
  }

  @Test(arguments: [String.Encoding.isoLatin1, .windowsCP1252])
  func `every character of a one-byte encoding is read as Foundation reads it`(
    encoding: String.Encoding
  ) throws {
    let own: TextEncoding = encoding == .isoLatin1 ? .latin1 : .windows1252
    var characters = 0
    for byte in UInt8(0x80)...0xFF {
      let text = String(bytes: [byte], encoding: encoding)
      let isControl = text?.unicodeScalars.first?.properties.generalCategory == .control
      guard let text, !isControl else {
        #expect(!own.hasCharacter(byte) && own.table[Int(byte)] == [], "\(byte)")
        continue
      }
      #expect(own.table[Int(byte)] == Array(text.utf8), "\(byte)")
      let read = try table(Array("a\nx".utf8) + [byte, 0x0A], own)
      #expect(read.rows == [["x" + text]], "\(byte)")
      characters += 1
    }
    print("\(own.name), characters above ASCII: \(characters)")
    #expect(characters == (own == .latin1 ? 96 : 123))
  }

  @Test func `UTF-16 with few zeros is told, and UTF-8 with a zero is not taken for it`() throws {
    let text = "項目,本文\n一二三四五六七八九十," + String(repeating: "漢字", count: 40) + "\n"
    let bytes = text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    #expect(
      try error(bytes, nil)
        == ["d.csv:1: the file is in UTF-16, without a byte-order mark.", "Add --encoding utf-16."])
    #expect(try table(bytes, .utf16).columns == ["項目", "本文"])
    #expect(try table(Array("a,b\nx\0,é\n".utf8)).rows == [["x\0", "é"]])
    // The beginning that is looked at ends within a character.
    let long = "a\n" + String(repeating: "é", count: 1 << 16) + "\n"
    #expect(
      try error(Array(long.utf8), .utf16).first
        == "d.csv:1: it is not in UTF-16, but --encoding utf-16 was given.")
    let longer = "aa\n" + String(repeating: "é", count: 1 << 16) + "\n"
    #expect(try error(Array(longer.utf8), .utf16).count == 2)
  }

  @Test(arguments: [ByteOrder.littleEndian, .bigEndian], [true, false])
  func `UTF-16 is read in both byte orders, with and without a mark`(
    order: ByteOrder, mark: Bool
  ) throws {
    // A character above U+FFFF stands at each place around the end of a piece of 2^18 bytes.
    for shift in 0..<4 {
      let filler = String(repeating: "x", count: (1 << 17) - 7 + shift)
      let units = ((mark ? "\u{FEFF}" : "") + "a,b\r\n\(filler),一😀é\r\n").utf16
      let bytes = units.flatMap { unit in
        let bytes = [UInt8(unit & 0xFF), UInt8(unit >> 8)]
        return order == .littleEndian ? bytes : bytes.reversed()
      }
      let read = try table(bytes, mark ? nil : .utf16)
      #expect(read.all == [["a", "b"], [filler, "一😀é"]], "shift \(shift)")
      #expect(read.notes == (mark ? ["d: it is in UTF-16."] : []))
    }
  }

  @Test(
    arguments: [
      (
        Array("a\nb\nx".utf8) + [0xE9], nil, "d.csv:3: the byte 0xE9 is not UTF-8.",
        "If it is in Windows-1252, add --encoding windows-1252. If it is in Latin-1, add --encoding "
          + "latin-1. Or save it as UTF-8."
      ),
      (
        Array("x".utf8) + [0x93], nil, "d.csv:1: the byte 0x93 is not UTF-8.",
        "If it is in Windows-1252, add --encoding windows-1252. Or save it as UTF-8."
      ),
      (
        [0x81], nil, "d.csv:1: the byte 0x81 is not UTF-8.", "Or save it as UTF-8."
      ),
      (
        Array("a\r\nb\r\n".utf8) + [0x93], .latin1,
        "d.csv:3: the byte 0x93 is no character in Latin-1.",
        "Add --encoding windows-1252, or save the dataset as UTF-8."
      ),
      (
        Array("a\rb\r".utf8) + [0x8D], .windows1252,
        "d.csv:3: the byte 0x8D is no character in Windows-1252.",
        "The file is damaged or in another encoding. Save it as UTF-8."
      ),
      (
        [0xFF, 0xFE, 0x61, 0, 0x0A, 0, 0x00, 0xD8, 0x61, 0], nil,
        "d.csv:2: the text is not valid UTF-16.",
        "The file is damaged or in another encoding. Save it as UTF-8."
      ),
      (
        [0xFE, 0xFF, 0, 0x61, 0, 0x0A, 0xDC, 0x00], nil, "d.csv:2: the text is not valid UTF-16.",
        "The file is damaged or in another encoding. Save it as UTF-8."
      ),
      (
        [0xFF, 0xFE, 0x61, 0, 0x0A, 0, 0x00, 0xD8], nil, "d.csv:2: the text is not valid UTF-16.",
        "The file is damaged or in another encoding. Save it as UTF-8."
      ),
      (
        [0xFF, 0xFE, 0x61, 0, 0x0A], nil, "d.csv:1: the text is not valid UTF-16.",
        "The file is damaged or in another encoding. Save it as UTF-8."
      ),
      (
        [0xFF, 0xFE, 0, 0, 0x61, 0, 0, 0], nil, "d.csv:1: the file is in UTF-32.",
        "Make lines of text out of it: iconv -f UTF-32 -t UTF-8 d.csv > d.lines.csv"
      ),
    ] as [([UInt8], TextEncoding?, String, String)])
  func `bytes that are no characters are told with their line`(
    bytes: [UInt8], encoding: TextEncoding?, problem: String, remedy: String
  ) throws {
    if encoding == nil, bytes.count > 3, bytes[0] == 0x61 {
      // The byte is in a row and not in the header.
      #expect(try table(bytes).problems == [problem.replacing("d.csv", with: "d")])
    } else {
      #expect(try error(bytes, encoding) == [problem, remedy])
    }
  }
}
