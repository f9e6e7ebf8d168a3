import Basics

/// The parts of a chat request that the server uses. Ranges are byte positions in the body, so that
/// nothing is copied.
struct ChatRequest {
  /// The model's name, with its quotes.
  private(set) var model = 0..<0
  /// `max_completion_tokens` or `max_tokens`; 4096 if both are missing.
  private(set) var outputLimit = 4096
  private(set) var streams = false
  /// A stream ends with an event about usage.
  private(set) var streamsUsage = false
  /// Counted by ``TokenRule``.
  private(set) var inputTokens = TokenRule.perRequest
  /// The content of the last message whose content is a string: without quotes, still escaped.
  private(set) var lastContent = 0..<0
  /// The array of messages.
  private(set) var messages = 0..<0
  /// The object `response_format`; empty if there is none.
  private(set) var responseFormat = 0..<0

  /// `nil` if a parameter is missing or has an invalid value. `outline` describes `body`.
  init?(_ body: UnsafeRawBufferPointer, _ outline: borrowing JSONOutline) {
    guard let model = outline.member("model", in: body), outline.nodes[model].kind == .string,
      outline.nodes[model].range.count > 2
    else { return nil }
    self.model = outline.nodes[model].range
    guard readMessages(body, outline), readLimit(body, outline) else { return nil }
    if let format = outline.member("response_format", in: body),
      outline.nodes[format].kind == .object
    {
      responseFormat = outline.nodes[format].range
    }
    if let stream = outline.member("stream", in: body) {
      streams = outline.nodes[stream].kind == .true
    }
    if streams, let options = outline.member("stream_options", in: body),
      let usage = outline.member("include_usage", of: options, in: body)
    {
      streamsUsage = outline.nodes[usage].kind == .true
    }
  }

  /// Returns `false` if the messages are missing or invalid.
  private mutating func readMessages(
    _ body: UnsafeRawBufferPointer, _ outline: borrowing JSONOutline
  ) -> Bool {
    guard let messages = outline.member("messages", in: body),
      outline.nodes[messages].kind == .array, outline.nodes[messages].range.count > 2
    else { return false }
    self.messages = outline.nodes[messages].range
    var count = 0
    var areMessages = true
    outline.forEachChild(of: messages) { message in
      count += 1
      guard let role = outline.member("role", of: message, in: body),
        outline.nodes[role].kind == .string
      else {
        areMessages = false
        return
      }
      inputTokens += TokenRule.perMessage
      if let content = outline.member("content", of: message, in: body) {
        countContent(content, body, outline)
      }
    }
    return count > 0 && areMessages
  }

  /// Adds the tokens of one message's content: a string, or an array of parts with texts.
  private mutating func countContent(
    _ content: Int, _ body: UnsafeRawBufferPointer, _ outline: borrowing JSONOutline
  ) {
    var bytes = 0
    if outline.nodes[content].kind == .string {
      let range = outline.nodes[content].range
      lastContent = (range.lowerBound + 1)..<(range.upperBound - 1)
      bytes = Self.textLength(UnsafeRawBufferPointer(rebasing: body[lastContent]))
    } else if outline.nodes[content].kind == .array {
      outline.forEachChild(of: content) { part in
        guard let text = outline.member("text", of: part, in: body),
          outline.nodes[text].kind == .string
        else { return }
        let range = outline.nodes[text].range
        let inside = body[(range.lowerBound + 1)..<(range.upperBound - 1)]
        bytes += Self.textLength(UnsafeRawBufferPointer(rebasing: inside))
      }
    }
    inputTokens += TokenRule.tokens(bytes: bytes)
  }

  /// Returns `false` if the limit is not a positive integer.
  private mutating func readLimit(
    _ body: UnsafeRawBufferPointer, _ outline: borrowing JSONOutline
  ) -> Bool {
    guard
      let limit = outline.member("max_completion_tokens", in: body)
        ?? outline.member("max_tokens", in: body),
      outline.nodes[limit].kind != .null
    else { return true }
    guard let value = outline.integer(limit, in: body), value > 0 else { return false }
    outputLimit = value
    return true
  }

  /// The length in UTF-8 bytes of a JSON string, given without its quotes.
  private static func textLength(_ inside: UnsafeRawBufferPointer) -> Int {
    guard inside.contains(UInt8(ascii: "\\")) else { return inside.count }
    return JSONString.decode(inside)?.utf8.count ?? inside.count
  }
}
