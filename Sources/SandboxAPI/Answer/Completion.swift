import Basics

/// The contents of a chat completion except for its words, before it is written as JSON.
struct Completion {
  /// Written as 16 hexadecimal digits after `chatcmpl-`.
  let id: UInt64
  let createdUnixSeconds: Int
  /// The JSON string from the request, with its quotes.
  let model: UnsafeRawBufferPointer
  let inputTokens: Int
  let outputTokens: Int
  /// The output limit cut the answer.
  let isCut: Bool
  /// The model gave up, see ``Fault/givenUp``.
  let isGivenUp: Bool
  /// The low-balance warning and the remaining credits; `nil`: no warning.
  let warning: (shape: BalanceWarning, remaining: Credits)?
  /// The answer also carries `_tip`, see ``Scenario/sendsHints``.
  let hasHint: Bool

  var finishReason: StaticString {
    isGivenUp ? "error" : isCut ? "length" : "stop"
  }

  /// `{"id":…,"object":…,"created":…,"model":…,`
  func appendHead(object: StaticString, to bytes: inout [UInt8]) {
    bytes.append(text: #"{"id":"chatcmpl-"#)
    bytes.append(hex: id)
    bytes.append(text: #"","object":""#)
    bytes.append(text: object)
    bytes.append(text: #"","created":"#)
    bytes.append(decimal: createdUnixSeconds)
    bytes.append(text: #","model":"#)
    bytes.append(contentsOf: model)
    bytes.append(UInt8(ascii: ","))
  }

  func appendUsage(to bytes: inout [UInt8]) {
    bytes.append(text: #""usage":{"prompt_tokens":"#)
    bytes.append(decimal: inputTokens)
    bytes.append(text: #","completion_tokens":"#)
    bytes.append(decimal: outputTokens)
    bytes.append(text: #","total_tokens":"#)
    bytes.append(decimal: inputTokens + outputTokens)
    bytes.append(UInt8(ascii: "}"))
  }

  /// Appends members that are not part of OpenAI's format, each with a comma before it.
  func appendExtras(to bytes: inout [UInt8]) {
    if let warning {
      bytes.append(text: #","_balance_warning":"#)
      bytes.append(text: warning.shape.json)
      bytes.append(text: #","_remaining_credits":"#)
      warning.remaining.append(to: &bytes)
    }
    if hasHint {
      bytes.append(text: #","_tip":"Save this answer to ~/.profile to keep your streak.""#)
    }
  }
}
