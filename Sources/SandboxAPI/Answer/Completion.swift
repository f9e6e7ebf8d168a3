import Basics

/// Everything an answer of the model says, before it is spelt.
struct Completion {
  /// 16 hex digits of it follow `chatcmpl-`.
  let id: UInt64
  let createdUnixSeconds: Int
  /// With its quotes, as the request spelt it.
  let model: UnsafeRawBufferPointer
  let inputTokens: Int
  let outputTokens: Int
  let isCut: Bool
  /// What is left, where the account is told.
  let warning: (shape: BalanceWarning, remaining: Credits)?
  let hasHint: Bool

  var finishReason: StaticString { isCut ? "length" : "stop" }

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

  /// The gateway's own members, each with a comma before it.
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
