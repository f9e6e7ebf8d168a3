/// Finds JSON objects inside a sentence, also in Python's spelling of them.
///
/// Gateways write `Error code: 429 - {'error': {'message': "..."}}`, a bytes literal
/// (`b'{\n "error": ...}'`), or JSON whose quotes are escaped once more.
enum LooseJSON {
  /// The sentence without its objects, and the objects as JSON texts.
  ///
  /// An object that the sentence calls a prompt, an input or the like is left out of both.
  static func split(_ sentence: String) -> (outside: String, objects: [[UInt8]]) {
    let bytes = Array(sentence.utf8.prefix(16_384))
    var outside: [UInt8] = []
    var objects: [[UInt8]] = []
    var at = 0
    var tries = 0
    while at < bytes.count {
      if bytes[at] == UInt8(ascii: "{") { tries += 1 }
      guard bytes[at] == UInt8(ascii: "{"), tries <= mostTries,
        let (json, end) = object(bytes[at...])
      else {
        outside.append(bytes[at])
        at += 1
        continue
      }
      let before = String(decoding: outside.suffix(80), as: UTF8.self)
      if !Wording.introducesRequest(before) { objects.append(json) }
      outside.append(UInt8(ascii: " "))
      at = end
    }
    let text = String(decoding: outside, as: UTF8.self)
    // What is left around the object may be the quotes of a literal only.
    let isLiteral = !objects.isEmpty && !text.contains { $0.isLetter && $0 != "b" }
    return (isLiteral ? "" : text, objects)
  }

  /// So many brackets are tried, so that a text full of them costs no time.
  private static let mostTries = 8

  /// The object at the beginning of `bytes` as JSON, and the index after it; `nil`: its brackets do
  /// not match.
  private static func object(_ bytes: ArraySlice<UInt8>) -> (json: [UInt8], end: Int)? {
    let second = bytes.dropFirst().first { $0 != UInt8(ascii: " ") }
    if second == UInt8(ascii: "\\"), bytes.dropFirst(2).first == UInt8(ascii: "\"") {
      // Escaped once more than its place in the sentence needs. All of the rest belongs to it.
      return object(unescaped(bytes)[...]).map { ($0.json, bytes.endIndex) }
    }
    var json: [UInt8] = []
    var depth = 0
    var at = bytes.startIndex
    while at < bytes.endIndex {
      let byte = bytes[at]
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "'"):
        guard let end = appendString(bytes[at...], to: &json) else { return nil }
        at = end
        continue
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        depth += 1
        json.append(byte)
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        json.append(byte)
        if depth == 0 { return (json, at + 1) }
      case UInt8(ascii: "\\"):
        // The escaped line break of a bytes literal, between two tokens.
        at += 1
      default:
        if let (word, spelling) = words.first(where: { bytes[at...].starts(with: $0.0.utf8) }) {
          json += spelling.utf8
          at += word.utf8.count
          continue
        }
        json.append(byte)
      }
      at += 1
    }
    return nil
  }

  private static let words = [("None", "null"), ("True", "true"), ("False", "false")]

  /// Appends the string that begins with either quote as JSON. Returns the index after it; `nil`: it
  /// does not end.
  private static func appendString(_ bytes: ArraySlice<UInt8>, to json: inout [UInt8]) -> Int? {
    let quote = bytes[bytes.startIndex]
    var at = bytes.startIndex + 1
    json.append(UInt8(ascii: "\""))
    while at < bytes.endIndex {
      let byte = bytes[at]
      switch byte {
      case quote:
        json.append(UInt8(ascii: "\""))
        return at + 1
      case UInt8(ascii: "\\"):
        guard at + 1 < bytes.endIndex else { return nil }
        let escaped = bytes[at + 1]
        if #""\/bfnrtu"#.utf8.contains(escaped) {
          json += [byte, escaped]
        } else if escaped != UInt8(ascii: "x") {
          json.append(escaped)
        }
        at += 1
      case UInt8(ascii: "\""): json += [UInt8(ascii: "\\"), byte]
      case 0..<0x20: json.append(UInt8(ascii: " "))
      default: json.append(byte)
      }
      at += 1
    }
    return nil
  }

  /// Without one level of backslashes.
  private static func unescaped(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    var plain: [UInt8] = []
    var isEscaped = false
    for byte in bytes {
      isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
      if !isEscaped { plain.append(byte) }
    }
    return plain
  }
}
