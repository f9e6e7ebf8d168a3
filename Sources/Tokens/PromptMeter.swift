import Basics

/// Walks a chat request and adds up what its server reads as a prompt.
///
/// The frame of a conversation is counted as OpenAI's cookbook does ("How to count tokens with
/// tiktoken"): 3 tokens a message, its role within them, 1 more for a `name`, 3 for the reply.
struct PromptMeter {
  static let tokensPerMessage = 3
  static let tokensPerName = 1
  static let tokensOfReply = 3

  private let outline: JSONOutline
  private let body: UnsafeRawBufferPointer
  private let empty: TextMeter
  private var units = 0
  private var whole = 0

  /// `empty`: a meter that has read nothing.
  init(outline: JSONOutline, body: UnsafeRawBufferPointer, empty: TextMeter) {
    self.outline = outline
    self.body = body
    self.empty = empty
  }

  /// Rounded to the nearest.
  var tokens: Int {
    whole + (units + TokenCosts.unitsPerToken / 2) / TokenCosts.unitsPerToken
  }

  /// Tools, functions and the schema of the answer count as their JSON without insignificant white
  /// space. What a server makes of them is not published; it is near that.
  mutating func readRequest() {
    if let messages = outline.member("messages", in: body) {
      for message in children(of: messages, .array) { readMessage(message) }
    }
    for list in ["tools", "functions"] as [StaticString] {
      if let list = outline.member(list, in: body) { readJSON(list, ifKind: .array) }
    }
    if let format = outline.member("response_format", in: body),
      let schema = outline.member("json_schema", of: format, in: body)
    {
      readJSON(schema, ifKind: .object)
    }
    whole += Self.tokensOfReply
  }

  private mutating func readMessage(_ message: Int) {
    guard outline.nodes[message].kind == .object else { return }
    whole += Self.tokensPerMessage
    if let name = outline.member("name", of: message, in: body), isString(name) {
      whole += Self.tokensPerName
      readText(name)
    }
    if let content = outline.member("content", of: message, in: body) {
      readText(content)
      for part in children(of: content, .array) { readPart(part) }
    }
    if let refusal = outline.member("refusal", of: message, in: body) { readText(refusal) }
    if let calls = outline.member("tool_calls", of: message, in: body) {
      for call in children(of: calls, .array) { readCall(call, "function") }
    }
    readCall(message, "function_call")
  }

  /// The name and the arguments of a call.
  private mutating func readCall(_ parent: Int, _ member: StaticString) {
    guard let call = outline.member(member, of: parent, in: body) else { return }
    for text in ["name", "arguments"] as [StaticString] {
      if let text = outline.member(text, of: call, in: body) { readText(text) }
    }
  }

  private mutating func readPart(_ part: Int) {
    if isString(part) { return readText(part) }
    if let attachment = Attachment(part, outline, body) {
      whole += attachment.tokens
    } else {
      for text in ["text", "refusal"] as [StaticString] {
        if let text = outline.member(text, of: part, in: body) { readText(text) }
      }
    }
  }

  private mutating func readText(_ index: Int) {
    guard isString(index) else { return }
    let range = outline.nodes[index].range
    var text = empty
    text.read(
      string: UnsafeRawBufferPointer(
        rebasing: body[(range.lowerBound + 1)..<(range.upperBound - 1)]))
    units += text.units
  }

  private mutating func readJSON(_ index: Int, ifKind kind: JSONOutline.Kind) {
    guard outline.nodes[index].kind == kind else { return }
    var text = empty
    text.read(json: UnsafeRawBufferPointer(rebasing: body[outline.nodes[index].range]))
    units += text.units
  }

  private func isString(_ index: Int) -> Bool { outline.nodes[index].kind == .string }

  /// None where the value is of another kind.
  private func children(of parent: Int, _ kind: JSONOutline.Kind) -> [Int] {
    guard outline.nodes[parent].kind == kind else { return [] }
    var indices: [Int] = []
    outline.forEachChild(of: parent) { indices.append($0) }
    return indices
  }
}
