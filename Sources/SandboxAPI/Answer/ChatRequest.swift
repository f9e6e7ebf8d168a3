import Basics

/// What the server reads of a chat request, as places in its body.
struct ChatRequest {
  /// With its quotes.
  private(set) var model = 0..<0
  private(set) var outputLimit = 4096
  private(set) var streams = false
  private(set) var streamsUsage = false
  private(set) var inputTokens = TokenRule.perRequest
  /// The inside of the last message that is one string, still escaped.
  private(set) var lastContent = 0..<0
  private(set) var messages = 0..<0
  /// An object; empty: none.
  private(set) var responseFormat = 0..<0

  /// `nil`: a parameter is missing or has no such value.
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
        take(content, body, outline)
      }
    }
    return count > 0 && areMessages
  }

  /// A content is one string, or an array of parts of which some have a text.
  private mutating func take(
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

  private static func textLength(_ inside: UnsafeRawBufferPointer) -> Int {
    guard inside.contains(UInt8(ascii: "\\")) else { return inside.count }
    return JSONString.decode(inside)?.utf8.count ?? inside.count
  }
}
