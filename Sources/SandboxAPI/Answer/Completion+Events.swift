import Basics

extension Completion {
  /// The completion as server-sent events of type `chat.completion.chunk`: the role, the words in
  /// groups of eight, the finish reason, and the usage if asked for. `word` appends the word with
  /// an index. Also returns the byte position at which each event ends.
  func events(
    withUsage: Bool, writing word: (Int, inout [UInt8]) -> Void
  ) -> (bytes: [UInt8], ends: [Int]) {
    var bytes: [UInt8] = []
    var ends: [Int] = []
    func event(_ write: (inout [UInt8]) -> Void) {
      bytes.append(text: "data: ")
      appendHead(object: "chat.completion.chunk", to: &bytes)
      write(&bytes)
      bytes.append(text: "}\n\n")
      ends.append(bytes.count)
    }
    let words = isGivenUp ? outputTokens / 2 : outputTokens
    event { choice(#"{"role":"assistant","content":""}"#, nil, withUsage, &$0) }
    for start in stride(from: 0, to: words, by: 8) {
      event { bytes in
        bytes.append(text: #""choices":[{"index":0,"delta":{"content":""#)
        for index in start..<min(start + 8, words) { word(index, &bytes) }
        bytes.append(text: #""},"logprobs":null,"finish_reason":null}]"#)
        if withUsage { bytes.append(text: #","usage":null"#) }
      }
    }
    if isGivenUp {
      bytes.append(text: "data: ")
      bytes.append(contentsOf: ErrorBody.serverError.bytes)
      bytes.append(text: "\n\n")
      return (bytes, ends + [bytes.count])
    }
    event { bytes in
      choice("{}", finishReason, withUsage, &bytes)
      appendExtras(to: &bytes)
    }
    if withUsage {
      event { bytes in
        bytes.append(text: #""choices":[],"#)
        appendUsage(to: &bytes)
      }
    }
    bytes.append(text: "data: [DONE]\n\n")
    ends.append(bytes.count)
    return (bytes, ends)
  }

  /// Appends a `choices` array with one choice; `reason` `nil`: the answer goes on.
  private func choice(
    _ delta: StaticString, _ reason: StaticString?, _ withUsage: Bool, _ bytes: inout [UInt8]
  ) {
    bytes.append(text: #""choices":[{"index":0,"delta":"#)
    bytes.append(text: delta)
    bytes.append(text: #","logprobs":null,"finish_reason":"#)
    if let reason {
      bytes.append(UInt8(ascii: "\""))
      bytes.append(text: reason)
      bytes.append(UInt8(ascii: "\""))
    } else {
      bytes.append(text: "null")
    }
    bytes.append(text: "}]")
    if withUsage { bytes.append(text: #","usage":null"#) }
  }
}
