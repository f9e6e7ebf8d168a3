/// Swift code as a row of tokens. White space and comments are none.
struct Code {
  let bytes: [UInt8]
  /// Where each token is in the bytes.
  private(set) var tokens: [Range<Int>] = []

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    var at = 0
    while at < bytes.count {
      if let end = endOfBlank(at) {
        at = end
      } else {
        let end = endOfToken(at)
        tokens.append(at..<end)
        at = end
      }
    }
  }

  func text(_ token: Int) -> String {
    guard tokens.indices.contains(token) else { return "" }
    return String(decoding: bytes[tokens[token]], as: UTF8.self)
  }

  /// Where the tokens of a piece of code are, among the tokens `range`.
  func places(of piece: Code, in range: Range<Int>) -> [Range<Int>] {
    let length = piece.tokens.count
    guard length > 0, range.count >= length else { return [] }
    return (range.lowerBound...range.upperBound - length).compactMap { start in
      for offset in 0..<length {
        let mine = bytes[tokens[start + offset]]
        let other = piece.bytes[piece.tokens[offset]]
        if !mine.elementsEqual(other) { return nil }
      }
      return start..<start + length
    }
  }
}

extension Code {
  private func byte(_ at: Int) -> UInt8 { at < bytes.count ? bytes[at] : 0 }

  private func has(_ text: StaticString, _ at: Int) -> Bool {
    text.withUTF8Buffer { text in
      at + text.count <= bytes.count && bytes[at..<at + text.count].elementsEqual(text)
    }
  }

  /// The end of the white space or the comment that begins here.
  private func endOfBlank(_ start: Int) -> Int? {
    if [0x20, 0x09, 0x0A, 0x0D].contains(byte(start)) { return start + 1 }
    if has("//", start) { return bytes[start...].firstIndex(of: 0x0A) ?? bytes.count }
    guard has("/*", start) else { return nil }
    var depth = 0
    var at = start
    while at < bytes.count {
      if has("/*", at) {
        depth += 1
        at += 2
      } else if has("*/", at) {
        depth -= 1
        at += 2
        if depth == 0 { return at }
      } else {
        at += 1
      }
    }
    return at
  }

  private func endOfToken(_ start: Int) -> Int {
    if isPartOfName(byte(start)) {
      return bytes[start...].firstIndex { !isPartOfName($0) } ?? bytes.count
    }
    if byte(start) == UInt8(ascii: "`") {
      return bytes[(start + 1)...].firstIndex(of: UInt8(ascii: "`")).map { $0 + 1 } ?? bytes.count
    }
    let quote = bytes[start...].firstIndex { $0 != UInt8(ascii: "#") } ?? bytes.count
    if byte(quote) == UInt8(ascii: "\"") { return endOfString(quote, hashes: quote - start) }
    return start + 1
  }

  private func isPartOfName(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "$"), 0x80...:
      true
    default: false
    }
  }

  private func endOfString(_ quote: Int, hashes: Int) -> Int {
    let isLong = has("\"\"\"", quote)
    var at = quote + (isLong ? 3 : 1)
    func hashesFollow(_ at: Int) -> Bool {
      (0..<hashes).allSatisfy { byte(at + $0) == UInt8(ascii: "#") }
    }
    while at < bytes.count {
      if byte(at) == UInt8(ascii: "\\"), hashesFollow(at + 1) {
        at += 1 + hashes
        at = byte(at) == UInt8(ascii: "(") ? endOfParentheses(at) : at + 1
      } else if isLong ? has("\"\"\"", at) : byte(at) == UInt8(ascii: "\"") {
        at += isLong ? 3 : 1
        if hashesFollow(at) { return at + hashes }
      } else if !isLong, byte(at) == 0x0A {
        return at
      } else {
        at += 1
      }
    }
    return min(at, bytes.count)
  }

  private func endOfParentheses(_ start: Int) -> Int {
    var depth = 0
    var at = start
    while at < bytes.count {
      if let end = endOfBlank(at) {
        at = end
        continue
      }
      if byte(at) == UInt8(ascii: "(") { depth += 1 }
      if byte(at) == UInt8(ascii: ")") { depth -= 1 }
      at = endOfToken(at)
      if depth == 0 { return at }
    }
    return at
  }
}
