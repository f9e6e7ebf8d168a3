import Basics

/// Estimates the prompt tokens of a chat request.
///
/// The overhead is counted as in OpenAI's cookbook ("How to count tokens with tiktoken"): 3 tokens
/// per message including its role, 1 more for a `name`, and 3 for the start of the reply.
struct PromptMeter {
  static let tokensPerMessage = 3
  static let tokensPerName = 1
  static let tokensOfReply = 3

  private let outline: JSONOutline
  private let body: UnsafeRawBufferPointer
  /// A meter that has read nothing; copied for each text.
  private let empty: TextMeter
  /// Of texts, in units of ``TokenCosts/unitsPerToken``.
  private var units = 0
  /// Whole tokens: overhead and attachments.
  private var whole = 0
  /// The bytes of the texts that were read.
  private var bytes = 0
  private(set) var unbounded = UnboundedParts()

  /// `outline` must be that of `body`. `empty` must be a meter that has read nothing.
  init(outline: JSONOutline, body: UnsafeRawBufferPointer, empty: TextMeter) {
    self.outline = outline
    self.body = body
    self.empty = empty
  }

  /// The estimate so far, rounded to the nearest whole token.
  var tokens: Int {
    whole + (units + TokenCosts.unitsPerToken / 2) / TokenCosts.unitsPerToken
  }

  /// The most tokens that the request can have: one for each byte of its texts.
  var most: Int { max(tokens, whole + bytes) }

  /// Adds the whole request.
  ///
  /// Tools, functions and the schema of the answer are counted as JSON text without white space
  /// between tokens. Servers do not publish how they format them; the count is close to this.
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

  /// Adds the name and the arguments of the function call in this member of `parent`.
  private mutating func readCall(_ parent: Int, _ member: StaticString) {
    guard let call = outline.member(member, of: parent, in: body) else { return }
    for text in ["name", "arguments"] as [StaticString] {
      if let text = outline.member(text, of: call, in: body) { readText(text) }
    }
  }

  /// One element of an array `content`: text, a refusal or an attachment.
  private mutating func readPart(_ part: Int) {
    if isString(part) { return readText(part) }
    if let attachment = Attachment(part, outline, body) {
      whole += attachment.tokens
      attachment.count(in: &unbounded)
    } else {
      for text in ["text", "refusal"] as [StaticString] {
        if let text = outline.member(text, of: part, in: body) { readText(text) }
      }
    }
  }

  /// Adds a string; other kinds of values count nothing.
  private mutating func readText(_ index: Int) {
    guard isString(index) else { return }
    let range = outline.nodes[index].range
    var text = empty
    text.read(
      string: UnsafeRawBufferPointer(
        rebasing: body[(range.lowerBound + 1)..<(range.upperBound - 1)]))
    units += text.units
    bytes += outline.nodes[index].range.count
  }

  /// Adds a value as JSON text, if it is of this kind.
  private mutating func readJSON(_ index: Int, ifKind kind: JSONOutline.Kind) {
    guard outline.nodes[index].kind == kind else { return }
    var text = empty
    text.read(json: UnsafeRawBufferPointer(rebasing: body[outline.nodes[index].range]))
    units += text.units
    bytes += outline.nodes[index].range.count
  }

  private func isString(_ index: Int) -> Bool { outline.nodes[index].kind == .string }

  /// The indices of a container's values; empty if the value is of another kind.
  private func children(of parent: Int, _ kind: JSONOutline.Kind) -> [Int] {
    guard outline.nodes[parent].kind == kind else { return [] }
    var indices: [Int] = []
    outline.forEachChild(of: parent) { indices.append($0) }
    return indices
  }
}
