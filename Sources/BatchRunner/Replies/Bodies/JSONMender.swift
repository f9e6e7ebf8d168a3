import Basics

/// Copies a text that is nearly JSON and mends what servers get wrong within it.
///
/// It knows only strings and words. Whether the result is JSON is for the strict reader to say.
struct JSONMender {
  private(set) var json: [UInt8] = []
  private(set) var mends: Set<BodyMend> = []
  private let text: UnsafeRawBufferPointer
  private var at = 0

  /// `text` must stay valid as long as this is used.
  init(_ text: UnsafeRawBufferPointer) {
    self.text = text
  }

  mutating func mend() {
    json.reserveCapacity(text.count + 16)
    while at < text.count {
      switch text[at] {
      case UInt8(ascii: "\""): copyString()
      case UInt8(ascii: "n"), UInt8(ascii: "N"), UInt8(ascii: "i"), UInt8(ascii: "I"),
        UInt8(ascii: "-"), UInt8(ascii: "+"):
        copyWord()
      case let byte:
        json.append(byte)
        at += 1
      }
    }
  }

  /// Copies one byte outside strings, or writes `null` for a word that is no number.
  private mutating func copyWord() {
    let words: [StaticString] = ["infinity", "inf", "nan"]
    var start = at
    if text[start] == UInt8(ascii: "-") || text[start] == UInt8(ascii: "+") { start += 1 }
    for word in words where isWord(word, at: start) {
      json.append(contentsOf: "null".utf8)
      mends.insert(.notANumber)
      at = start + word.utf8CodeUnitCount
      return
    }
    json.append(text[at])
    at += 1
  }

  /// Whether the word stands there in any case, with no letter behind it. `word`: in lower case.
  private func isWord(_ word: StaticString, at start: Int) -> Bool {
    let end = start + word.utf8CodeUnitCount
    guard end <= text.count else { return false }
    for index in start..<end where text[index] | 0x20 != word.utf8Start[index - start] {
      return false
    }
    return end == text.count || !(0x61...0x7A).contains(text[end] | 0x20)
  }

  /// Copies a string with its quotes, up to the end of the text if it has no end.
  private mutating func copyString() {
    json.append(text[at])
    at += 1
    while at < text.count {
      let byte = text[at]
      switch byte {
      case UInt8(ascii: "\""):
        json.append(byte)
        at += 1
        return
      case UInt8(ascii: "\\"): copyEscape()
      case 0..<0x20:
        var byte = byte
        withUnsafeBytes(of: &byte) { JSONString.append(escaping: $0, to: &json) }
        mends.insert(.controlCharacters)
        at += 1
      case 0x80...: copyMultibyte()
      default:
        json.append(byte)
        at += 1
      }
    }
  }

  private mutating func copyEscape() {
    let length = lengthOfEscape()
    if length == 0 {
      json.append(contentsOf: "\\\\".utf8)
      mends.insert(.invalidEscapes)
      at += 1
    } else {
      json.append(contentsOf: text[at..<(at + length)])
      at += length
    }
  }

  /// 0: it is none that JSON knows.
  private func lengthOfEscape() -> Int {
    guard at + 1 < text.count else { return 0 }
    switch text[at + 1] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"),
      UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      return 2
    case UInt8(ascii: "u"):
      guard at + 6 <= text.count else { return 0 }
      let isHex = text[(at + 2)..<(at + 6)].allSatisfy {
        (0x30...0x39).contains($0) || (0x61...0x66).contains($0 | 0x20)
      }
      return isHex ? 6 : 0
    default: return 0
    }
  }

  /// Copies one character that is not ASCII, or writes U+FFFD.
  ///
  /// Some servers write a character beyond U+FFFF as two surrogates of three bytes each (CESU-8): a
  /// pair becomes the character, a half becomes one U+FFFD.
  private mutating func copyMultibyte() {
    if let high = surrogate(at: at) {
      mends.insert(.invalidUTF8)
      if high < 0xDC00, let low = surrogate(at: at + 3), low >= 0xDC00,
        let scalar = UnicodeScalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
      {
        json.append(contentsOf: String(Character(scalar)).utf8)
        at += 6
      } else {
        json.append(contentsOf: "\u{FFFD}".utf8)
        at += 3
      }
      return
    }
    let length = JSONScanner.lengthOfCharacter(text, at: at)
    if length > 0 {
      json.append(contentsOf: text[at..<(at + length)])
      at += length
    } else {
      json.append(contentsOf: "\u{FFFD}".utf8)
      mends.insert(.invalidUTF8)
      at += 1
    }
  }

  /// The surrogate that three bytes spell there; `nil`: they spell none.
  private func surrogate(at start: Int) -> UInt32? {
    guard start + 3 <= text.count, text[start] == 0xED, (0xA0...0xBF).contains(text[start + 1]),
      (0x80...0xBF).contains(text[start + 2])
    else { return nil }
    return 0xD000 | UInt32(text[start + 1] & 0x3F) << 6 | UInt32(text[start + 2] & 0x3F)
  }
}
