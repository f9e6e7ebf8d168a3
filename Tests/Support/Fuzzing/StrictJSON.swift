/// RFC 8259 read aloud, one rule a function: slow, and plain enough to be believed. It shares
/// nothing with the reader that is held against it.
struct StrictJSON {
  private let text: [UInt8]
  private var at = 0
  private var depth = 0
  private static let deepest = 512

  static func accepts(_ text: [UInt8]) -> Bool {
    guard String(validating: text, as: UTF8.self) != nil else { return false }
    var reader = StrictJSON(text: text)
    reader.space()
    guard reader.value() else { return false }
    reader.space()
    return reader.at == text.count
  }

  private init(text: [UInt8]) {
    self.text = text
  }

  private var next: UInt8? { at < text.count ? text[at] : nil }

  private mutating func take(_ byte: Character) -> Bool {
    guard next == byte.asciiValue else { return false }
    at += 1
    return true
  }

  private mutating func space() {
    while take(" ") || take("\t") || take("\n") || take("\r") {}
  }

  private mutating func value() -> Bool {
    switch next.map({ Character(UnicodeScalar($0)) }) {
    case "{": nested { $0.object() }
    case "[": nested { $0.array() }
    case "\"": string()
    case "t": word("true")
    case "f": word("false")
    case "n": word("null")
    default: number()
    }
  }

  private mutating func nested(_ rule: (inout StrictJSON) -> Bool) -> Bool {
    depth += 1
    defer { depth -= 1 }
    return depth <= Self.deepest && rule(&self)
  }

  private mutating func object() -> Bool {
    guard take("{") else { return false }
    space()
    if take("}") { return true }
    repeat {
      space()
      guard string() else { return false }
      space()
      guard take(":") else { return false }
      space()
      guard value() else { return false }
      space()
    } while take(",")
    return take("}")
  }

  private mutating func array() -> Bool {
    guard take("[") else { return false }
    space()
    if take("]") { return true }
    repeat {
      space()
      guard value() else { return false }
      space()
    } while take(",")
    return take("]")
  }

  private mutating func word(_ word: String) -> Bool {
    word.allSatisfy { take($0) }
  }

  private mutating func digits() -> Bool {
    let start = at
    while let byte = next, byte >= 0x30, byte <= 0x39 { at += 1 }
    return at > start
  }

  private mutating func number() -> Bool {
    _ = take("-")
    if !take("0"), !digits() { return false }
    if take("."), !digits() { return false }
    if take("e") || take("E") {
      if !take("+") { _ = take("-") }
      return digits()
    }
    return true
  }

  private mutating func string() -> Bool {
    guard take("\"") else { return false }
    while let byte = next {
      if take("\"") { return true }
      if take("\\") {
        guard escape() else { return false }
      } else if byte < 0x20 {
        return false
      } else {
        at += 1
      }
    }
    return false
  }

  private mutating func escape() -> Bool {
    for letter in "\"\\/bfnrt" where take(letter) { return true }
    guard take("u") else { return false }
    for _ in 0..<4 {
      guard let byte = next, Character(UnicodeScalar(byte)).isHexDigit, byte < 0x80 else {
        return false
      }
      at += 1
    }
    return true
  }
}
