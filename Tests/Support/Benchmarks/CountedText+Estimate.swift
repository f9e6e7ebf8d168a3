import Basics
import TestTools
import Tokens

extension CountedText {
  enum Family: String, CaseIterable {
    case o200k, cl100k
  }

  func truth(_ family: Family) -> Int { family == .o200k ? o200k : cl100k }

  /// Without the 6 tokens of a conversation's frame.
  func estimate(_ family: Family) -> Int {
    var meter = RequestMeter()
    let body = body(model: family == .o200k ? "gpt-4o" : "gpt-4")
    return body.withUnsafeBytes { meter.measure($0).tokensIn } - 6
  }

  func body(model: String) -> [UInt8] {
    var bytes = Array(#"{"model":"\#(model)","messages":[{"role":"user","content":"#.utf8)
    JSONString.append(text, to: &bytes)
    bytes += Array("}]}".utf8)
    return bytes
  }
}
