/// An answer of the simulated model.
///
/// It uses a token for each four bytes of the request's body, begun ones included, and a token for
/// each word of its text.
struct Completion {
  private let id: UInt64
  private let created: Int
  /// With its quotes, as the request spelt it.
  private let model: ArraySlice<UInt8>
  private let text: ArraySlice<UInt8>
  private let tokensIn: Int
  private let tokensOut: Int
  private let isCutOff: Bool

  init(_ draft: CompletionDraft, body: [UInt8], created: Int, dice: inout Dice) {
    let wanted = Int.random(in: 8...Wording.longest, using: &dice)
    let start = Int.random(in: 0..<Wording.words.count, using: &dice)
    id = dice.next()
    self.created = created
    model = body[draft.model]
    tokensIn = (body.count + 3) / 4
    tokensOut = min(wanted, max(0, draft.tokenLimit ?? wanted))
    isCutOff = tokensOut < wanted
    text = Wording.text(from: start, words: tokensOut)
  }

  func json(_ warning: BalanceWarning?, withChoices: Bool) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count + 420)
    appendHead("chat.completion", to: &bytes)
    if withChoices {
      bytes.append(",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"")
      bytes.append(contentsOf: text)
      bytes.append("\",\"refusal\":null},\"logprobs\":null,\"finish_reason\":")
      bytes.append(finishReason)
      bytes.append("}]")
    }
    appendUsage(to: &bytes)
    if let warning { bytes += warning.members }
    bytes.append("}")
    return bytes
  }

  /// Server-sent events: a word each, the reason for the end, `[DONE]`.
  var events: [UInt8] {
    var bytes: [UInt8] = []
    appendEvent({ $0.append("{\"role\":\"assistant\",\"content\":\"\"}") }, to: &bytes)
    var isFirst = true
    for word in text.split(separator: UInt8(ascii: " ")) {
      appendEvent(
        { delta in
          delta.append(isFirst ? "{\"content\":\"" : "{\"content\":\" ")
          delta.append(contentsOf: word)
          delta.append("\"}")
        }, to: &bytes)
      isFirst = false
    }
    appendEvent({ $0.append("{}") }, finish: finishReason, to: &bytes)
    bytes.append("data: [DONE]\n\n")
    return bytes
  }

  private var finishReason: StaticString { isCutOff ? "\"length\"" : "\"stop\"" }

  private func appendEvent(
    _ appendDelta: (inout [UInt8]) -> Void, finish: StaticString = "null", to bytes: inout [UInt8]
  ) {
    bytes.append("data: ")
    appendHead("chat.completion.chunk", to: &bytes)
    bytes.append(",\"choices\":[{\"index\":0,\"delta\":")
    appendDelta(&bytes)
    bytes.append(",\"finish_reason\":")
    bytes.append(finish)
    bytes.append("}]}\n\n")
  }

  private func appendHead(_ object: StaticString, to bytes: inout [UInt8]) {
    bytes.append("{\"id\":\"chatcmpl-")
    bytes.append(hex: id)
    bytes.append("\",\"object\":\"")
    bytes.append(object)
    bytes.append("\",\"created\":")
    bytes.append(number: created)
    bytes.append(",\"model\":")
    bytes.append(contentsOf: model)
  }

  private func appendUsage(to bytes: inout [UInt8]) {
    bytes.append(",\"usage\":{\"prompt_tokens\":")
    bytes.append(number: tokensIn)
    bytes.append(",\"completion_tokens\":")
    bytes.append(number: tokensOut)
    bytes.append(",\"total_tokens\":")
    bytes.append(number: tokensIn + tokensOut)
    bytes.append("}")
  }
}
