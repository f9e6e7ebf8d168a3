import Basics
import Tokens

/// Measures bodies given as strings.
enum Meter {
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

  /// The tokens of a text without the frame of a chat with one message.
  static func tokens(ofText text: String, model: String) -> Int {
    size(ofText: text, model: model).tokensIn - size(ofText: "", model: model).tokensIn
  }

  /// The input tokens of a request with these members besides `model`.
  static func tokens(_ members: String, model: String = "gpt-4o") -> Int {
    size(#"{"model":"\#(model)",\#(members)}"#).tokensIn
  }
}
