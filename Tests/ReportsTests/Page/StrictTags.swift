/// A small, strict HTML parser. It throws unless every element is closed, every attribute is quoted
/// and every special character in text is escaped.
struct StrictTags {
  struct Problem: Error, CustomStringConvertible {
    let description: String
  }

  private static let void: Set<String> = ["meta", "br", "hr", "link", "img", "input"]

  /// The names of elements, in the order of their start tags.
  private(set) var elements: [String] = []
  /// The values of attributes by name, in order.
  private(set) var attributes: [(name: String, value: String)] = []
  /// All text, with character references as they are written.
  private(set) var texts: [String] = []

  private let bytes: [UInt8]
  private var at = 0
  private var open: [String] = []

  init(_ html: String) throws {
    bytes = Array(html.utf8)
    guard skip("<!DOCTYPE html>\n") else { throw Problem(description: "no document type") }
    while at < bytes.count {
      if bytes[at] == UInt8(ascii: "<") { try tag() } else { try text() }
    }
    guard open.isEmpty else { throw Problem(description: "not closed: \(open)") }
  }

  private mutating func skip(_ text: String) -> Bool {
    guard bytes[at...].starts(with: text.utf8) else { return false }
    at += text.utf8.count
    return true
  }

  private mutating func name() throws -> String {
    let start = at
    while at < bytes.count, isName(bytes[at]) { at += 1 }
    guard at > start else { throw Problem(description: "no name at \(at): \(around)") }
    return String(decoding: bytes[start..<at], as: UTF8.self)
  }

  private func isName(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte) || (0x30...0x39).contains(byte)
      || byte == UInt8(ascii: "-")
  }

  private mutating func tag() throws {
    if skip("</") {
      let name = try name()
      guard skip(">"), open.popLast() == name else {
        throw Problem(description: "</\(name)> closes nothing: \(around)")
      }
      return
    }
    at += 1
    let name = try name()
    elements.append(name)
    while skip(" ") {
      let key = try self.name()
      guard skip("=\"") else { throw Problem(description: "\(key) is not quoted: \(around)") }
      let start = at
      while at < bytes.count, bytes[at] != UInt8(ascii: "\"") { at += 1 }
      let value = String(decoding: bytes[start..<at], as: UTF8.self)
      try check(value)
      attributes.append((key, value))
      guard skip("\"") else { throw Problem(description: "\(key) has no end") }
    }
    guard skip(">") else { throw Problem(description: "<\(name)> has no end: \(around)") }
    if !Self.void.contains(name) { open.append(name) }
  }

  private mutating func text() throws {
    let start = at
    while at < bytes.count, bytes[at] != UInt8(ascii: "<") { at += 1 }
    let text = String(decoding: bytes[start..<at], as: UTF8.self)
    if open.last != "style" { try check(text) }
    texts.append(text)
  }

  /// Whether the text contains no unescaped `<`, `>`, quote or ampersand, and no control character.
  private func check(_ text: String) throws {
    for part in text.split(separator: "&", omittingEmptySubsequences: false).dropFirst()
    where !["amp;", "lt;", "gt;", "quot;", "#39;"].contains(where: part.hasPrefix) {
      throw Problem(description: "a bare ampersand: \(text)")
    }
    for scalar in text.unicodeScalars {
      let isBreak = scalar == "\n" && text == "\n"
      if "<>\"'".unicodeScalars.contains(scalar) || (!isBreak && acts(scalar)) {
        throw Problem(description: "\(scalar.value) stands bare in: \(text)")
      }
    }
  }

  private func acts(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
      || (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
      || scalar.value == 0x200E || scalar.value == 0x200F || scalar.value == 0xFEFF
  }

  private var around: String {
    String(decoding: bytes[max(0, at - 40)..<min(bytes.count, at + 40)], as: UTF8.self)
  }
}
