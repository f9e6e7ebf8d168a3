import Basics

extension Completion {
  /// The completion as one JSON object of type `chat.completion`. `words` appends the word with an
  /// index. `hasChoices: false` leaves the answer out, for ``Fault/withoutChoices``.
  func whole(hasChoices: Bool, writing words: (Int, inout [UInt8]) -> Void) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(512 + 10 * outputTokens)
    appendHead(object: "chat.completion", to: &bytes)
    if hasChoices {
      bytes.append(
        text: #""choices":[{"index":0,"message":{"role":"assistant","content":""#)
      for index in 0..<outputTokens { words(index, &bytes) }
      bytes.append(text: #"","refusal":null},"logprobs":null,"finish_reason":""#)
      bytes.append(text: finishReason)
      bytes.append(text: #""}],"#)
    }
    appendUsage(to: &bytes)
    appendExtras(to: &bytes)
    bytes.append(UInt8(ascii: "}"))
    return bytes
  }
}
