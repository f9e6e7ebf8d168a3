import Basics

/// The answer to a request whose `response_format` asks for JSON.
enum FormattedAnswer {
  /// The most members of a guessed object.
  private static let maximumNames = 8

  /// The answer's text; `nil` if `format` asks for plain text. `messages` and `prompt` are the JSON
  /// array and the last message. The same arguments always give the same text.
  static func text(
    _ format: UnsafeRawBufferPointer, messages: UnsafeRawBufferPointer,
    prompt: UnsafeRawBufferPointer, seed: UInt64
  ) -> String? {
    var outline = JSONOutline()
    guard (try? outline.read(format, depth: 3)) != nil,
      let type = outline.member("type", in: format)
    else { return nil }
    let answer: SchemaAnswer?
    if outline.isString(type, "json_schema", in: format) {
      guard let frame = outline.member("json_schema", in: format),
        let schema = outline.member("schema", of: frame, in: format)
      else { return nil }
      let bytes = UnsafeRawBufferPointer(rebasing: format[outline.nodes[schema].range])
      answer = SchemaAnswer(bytes, prompt: prompt, seed: seed)
    } else if outline.isString(type, "json_object", in: format) {
      answer = guess(messages).withUnsafeBytes {
        SchemaAnswer($0, prompt: prompt, seed: seed)
      }
    } else {
      return nil
    }
    return answer.map { String(decoding: $0.bytes, as: UTF8.self) }
  }

  /// A schema of an object with string members. The names are those in quotes in the messages; if
  /// there are none, the only name is `answer`.
  private static func guess(_ messages: UnsafeRawBufferPointer) -> [UInt8] {
    var names: [String] = []
    // In JSON, a quote inside a string is written as `\"`.
    let parts = String(decoding: messages, as: UTF8.self).split(
      separator: "\\\"", omittingEmptySubsequences: false)
    for part in parts.dropFirst().dropLast() where isName(part) && names.count < maximumNames {
      if !names.contains(String(part)) { names.append(String(part)) }
    }
    if names.isEmpty { names = ["answer"] }
    let members = names.map { "\"\($0)\":{\"type\":\"string\"}" }.joined(separator: ",")
    return Array("{\"type\":\"object\",\"properties\":{\(members)}}".utf8)
  }

  /// 1 to 40 letters, digits and underscores, of which the first is no digit.
  private static func isName(_ text: Substring) -> Bool {
    (1...40).contains(text.utf8.count) && text.utf8.first.map { $0 > 0x40 } == true
      && text.utf8.allSatisfy {
        (0x30...0x39).contains($0) || (0x61...0x7A).contains($0 | 0x20) || $0 == UInt8(ascii: "_")
      }
  }
}
