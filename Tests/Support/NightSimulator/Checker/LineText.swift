/// Reads what the promises are held against: bytes, lines and JSON, by the plainest means, and with
/// nothing of the house's.
enum LineText {
  /// The text of the first member of that name; ids and marks here have no escapes.
  static func value(_ name: String, in bytes: some Collection<UInt8>) -> String? {
    let text = Array(bytes)
    guard var at = find(Array("\"\(name)\":".utf8), in: text) else { return nil }
    at += name.utf8.count + 3
    while at < text.count, text[at] == 0x20 { at += 1 }
    guard at < text.count, text[at] == UInt8(ascii: "\"") else { return nil }
    let rest = text[(at + 1)...]
    guard let end = rest.firstIndex(of: UInt8(ascii: "\"")) else { return nil }
    return String(decoding: rest[..<end], as: UTF8.self)
  }

  static func number(_ name: String, in bytes: some Collection<UInt8>) -> Int? {
    let text = Array(bytes)
    guard let at = find(Array("\"\(name)\":".utf8), in: text) else { return nil }
    let digits = text[(at + name.utf8.count + 3)...].prefix { (0x30...0x39).contains($0) }
    return Int(String(decoding: digits, as: UTF8.self))
  }

  /// Where it first stands, from an offset on.
  static func find(_ needle: [UInt8], in text: [UInt8], from start: Int = 0) -> Int? {
    text.withUnsafeBufferPointer { text in
      needle.withUnsafeBufferPointer { needle in
        var at = start
        while at + needle.count <= text.count {
          var same = 0
          while same < needle.count, text[at + same] == needle[same] { same += 1 }
          if same == needle.count { return at }
          at += 1
        }
        return nil
      }
    }
  }

  /// Lines with a newline, and what stands behind the last one.
  static func split(_ bytes: [UInt8]) -> (lines: [[UInt8]], tail: [UInt8]) {
    var parts = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map(Array.init)
    let tail = parts.popLast() ?? []
    return (parts, tail)
  }

  /// Whether it is one JSON object, as far as braces and quotes tell.
  static func isObject(_ line: [UInt8]) -> Bool {
    line.withUnsafeBufferPointer { isObject($0) }
  }

  private static func isObject(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
    guard line.first == 0x7B else { return false }
    var depth = 0
    var isInString = false
    var at = 0
    while at < line.count {
      let byte = line[at]
      at += 1
      if byte < 0x20 { return false }
      if byte == 0x5C {
        at += 1
      } else if byte == 0x22 {
        isInString.toggle()
      } else if !isInString {
        if byte == 0x7B || byte == 0x5B { depth += 1 }
        if byte == 0x7D || byte == 0x5D { depth -= 1 }
        if depth == 0 { return at == line.count }
      }
    }
    return false
  }

  /// The names of answers that stand in it.
  static func marks(in text: [UInt8]) -> [String] {
    var marks: [String] = []
    let word = Array("answer-".utf8)
    var at = 0
    while let found = find(word, in: text, from: at) {
      at = found + word.count
      let digits = text[at...].prefix { (0x30...0x39).contains($0) }
      if !digits.isEmpty { marks.append("answer-" + String(decoding: digits, as: UTF8.self) + "-") }
    }
    return marks
  }
}
