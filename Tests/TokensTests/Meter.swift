import Basics
import Tokens

/// Measures bodies given as strings.
enum Meter {
  /// The overhead in tokens of one message and of the reply.
  static let frame = 6

  static func size(_ body: String) -> RequestSize {
    var meter = RequestMeter()
    var body = body
    return body.withUTF8 { meter.measure(UnsafeRawBufferPointer($0)) }
  }

  /// The size of a request with one message that has this text.
  static func size(ofText text: String, model: String) -> RequestSize {
    var quoted: [UInt8] = []
    JSONString.append(text, to: &quoted)
    let content = String(decoding: quoted, as: UTF8.self)
    return size(#"{"model":"\#(model)","messages":[{"role":"user","content":\#(content)}]}"#)
  }

  /// The input tokens of a request to GPT-4o with these members besides `model`.
  static func tokens(_ members: String) -> Int {
    size(#"{"model":"gpt-4o",\#(members)}"#).tokensIn
  }
}
