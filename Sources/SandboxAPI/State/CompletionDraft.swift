import BatchRunner

/// What a chat request's body asks for.
struct CompletionDraft {
  enum Problem: Error {
    case invalidJSON(JSONError)
    case noModel
    case noMessages
  }

  /// Where the model's name stands in the body, with its quotes.
  let model: Range<Int>
  /// `nil`: not limited.
  let tokenLimit: Int?
  let streams: Bool

  init(reading body: [UInt8], with outline: inout JSONOutline) throws(Problem) {
    let result = body.withUnsafeBytes { text in
      Self.read(text, with: &outline)
    }
    (model, tokenLimit, streams) = try result.get()
  }

  private static func read(
    _ text: UnsafeRawBufferPointer, with outline: inout JSONOutline
  ) -> Result<(Range<Int>, Int?, Bool), Problem> {
    do {
      try outline.read(text, depth: 1)
    } catch {
      return .failure(.invalidJSON(error))
    }
    guard let model = outline.member("model", in: text), outline.nodes[model].kind == .string,
      outline.nodes[model].range.count > 2
    else { return .failure(.noModel) }
    guard let messages = outline.member("messages", in: text),
      outline.nodes[messages].kind == .array,
      holdsSomething(text[outline.nodes[messages].range])
    else { return .failure(.noMessages) }
    let limit =
      outline.member("max_tokens", in: text) ?? outline.member("max_completion_tokens", in: text)
    let stream = outline.member("stream", in: text)
    return .success(
      (
        outline.nodes[model].range, limit.flatMap { outline.integer($0, in: text) },
        stream.map { outline.nodes[$0].kind == .true } ?? false
      ))
  }

  /// `array` is valid, with its brackets.
  private static func holdsSomething(_ array: Slice<UnsafeRawBufferPointer>) -> Bool {
    array.dropFirst().first { $0 > 0x20 } != UInt8(ascii: "]")
  }
}

extension CompletionDraft.Problem {
  var answer: SandboxAnswer {
    switch self {
    case .invalidJSON(let error):
      .error(
        400, "The body is not JSON: \(error.clause) at byte \(error.offset)",
        type: "invalid_request_error", code: "invalid_json")
    case .noModel:
      .error(
        400, "Missing required parameter: 'model'", type: "invalid_request_error",
        code: "missing_model")
    case .noMessages:
      .error(
        400, "'messages' must be an array with at least one message",
        type: "invalid_request_error", code: "missing_messages")
    }
  }
}
