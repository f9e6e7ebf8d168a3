import Basics
import TestTools
import Tokens

extension CountedText {
  /// A model for each vocabulary with true counts.
  static let models: [(vocabulary: String, model: String)] = [
    ("o200k", "gpt-4o"), ("cl100k", "gpt-4"), ("claude2", "claude-2.1"),
    ("claude3", "claude-sonnet-4-5"), ("claude47", "claude-opus-4.7"), ("gemma", "gemini-2.5-pro"),
    ("llama3", "llama-3.3-70b"), ("llama4", "llama-4-scout"), ("qwen3", "qwen3-max"),
    ("qwen35", "qwen3.5-plus"), ("deepseek", "deepseek-chat"), ("tekken", "mistral-large-2512"),
    ("mistralSP", "mixtral-8x7b"),
  ]

  /// Without the frame of a chat with one message.
  func estimate(_ model: String) -> Int {
    Self.tokens(body(model: model)) - Self.tokens(Self.body(model: model, text: ""))
  }

  func body(model: String) -> [UInt8] { Self.body(model: model, text: text) }

  private static func body(model: String, text: String) -> [UInt8] {
    var bytes = Array(#"{"model":"\#(model)","messages":[{"role":"user","content":"#.utf8)
    JSONString.append(text, to: &bytes)
    bytes += Array("}]}".utf8)
    return bytes
  }

  private static func tokens(_ body: [UInt8]) -> Int {
    var meter = RequestMeter()
    return body.withUnsafeBytes { meter.measure($0).tokensIn }
  }
}
