import Basics

/// Estimates the prompt tokens of a chat request, and their upper bound.
///
/// The chat's form is that of the model's ``ChatFrame``.
struct PromptMeter {
  private let outline: JSONOutline
  private let body: UnsafeRawBufferPointer
  /// A meter that has read nothing; copied for each text.
  private let empty: TextMeter
  private let model: MeteredModel
  /// Of texts, in units of ``TokenCosts/unitsPerToken``.
  private var units = 0
  /// Whole tokens: overhead and attachments.
  private var whole = 0
  /// The bound: overhead, the bytes of the texts, and attachments.
  private var bound = 0
  private(set) var unbounded = UnboundedParts()
  private(set) var pictures = 0

  /// `outline` must be that of `body`. `empty` must be a meter that has read nothing.
  init(
    outline: JSONOutline, body: UnsafeRawBufferPointer, model: MeteredModel, empty: TextMeter
  ) {
    self.outline = outline
    self.body = body
    self.model = model
    self.empty = empty
  }

  /// The estimate so far, rounded to the nearest whole token.
  var tokens: Int {
    whole + (units + TokenCosts.unitsPerToken / 2) / TokenCosts.unitsPerToken
  }

  /// The most tokens that the request can have besides ``unbounded``.
  var most: Int { max(tokens, bound) }

  /// Adds the whole request. Definitions of tools are measured by `tools`.
  mutating func readRequest(_ tools: inout ToolMeter) {
    var hasSystem = false
    if let messages = outline.member("messages", in: body) {
      for message in children(of: messages, .array) { readMessage(message, &hasSystem) }
    }
    for list in ["tools", "functions"] as [StaticString] {
      if let list = outline.member(list, in: body) { readTools(list, &tools) }
    }
    if let format = outline.member("response_format", in: body),
      let schema = outline.member("json_schema", of: format, in: body)
    {
      readSchema(schema)
    }
    unbounded.servedTools += ServedTools.count(outline, body)
    for text in Self.perhapsRead {
      if let text = outline.member(text, in: body) { bound += outline.nodes[text].range.count }
    }
    add(model.frame.once + (hasSystem ? 0 : model.frame.defaultSystem))
    bound += model.frame.perhaps
  }

  /// Members that some servers show to the model: documents to search (vLLM, Cohere), a system text
  /// outside the messages, a template and what it gets (vLLM, SGLang), a prompt for tools (TGI).
  private static let perhapsRead: [StaticString] = [
    "documents", "system", "chat_template", "chat_template_kwargs", "tool_prompt",
  ]

  private mutating func add(_ tokens: Int) {
    whole += tokens
    bound += tokens
  }

  private mutating func readMessage(_ message: Int, _ hasSystem: inout Bool) {
    guard outline.nodes[message].kind == .object else { return }
    add(model.frame.message)
    readRole(of: message, &hasSystem)
    if let name = outline.member("name", of: message, in: body), isString(name) {
      add(model.frame.name)
      readText(name)
    }
    if let content = outline.member("content", of: message, in: body) {
      readText(content)
      for part in children(of: content, .array) { readPart(part) }
    }
    if let refusal = outline.member("refusal", of: message, in: body) { readText(refusal) }
    if let calls = outline.member("tool_calls", of: message, in: body) {
      for call in children(of: calls, .array) {
        readCall(call, "function")
        // Some templates show it, such as Mistral's.
        if let id = outline.member("id", of: call, in: body) {
          bound += outline.nodes[id].range.count
        }
      }
    }
    readCall(message, "function_call")
    readOthers(message)
  }

  /// Members that the API does not have, or that are not text. Some servers show them to the model: its
  /// earlier reasoning, the id of a tool call. An earlier spoken answer is given by its id.
  private mutating func readOthers(_ message: Int) {
    outline.forEachChild(of: message) { member in
      if Self.read.contains(where: { outline.isKey(member, $0, in: body) }) { return }
      let node = outline.nodes[member]
      bound += node.range.count
      if node.kind == .object, outline.isKey(member, "audio", in: body) {
        unbounded.recordings += 1
      }
    }
  }

  /// Members of a message that are read by name.
  private static let read: [StaticString] = [
    "role", "content", "name", "refusal", "tool_calls", "function_call",
  ]

  private mutating func readRole(of message: Int, _ hasSystem: inout Bool) {
    guard let role = outline.member("role", of: message, in: body) else { return }
    if outline.isString(role, "system", in: body) || outline.isString(role, "developer", in: body) {
      hasSystem = true
      add(model.frame.system)
    } else if outline.isString(role, "assistant", in: body) {
      add(model.frame.assistant)
    }
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
      if case .image = attachment { pictures += 1 }
      whole += attachment.tokens(model.pictures)
      bound += attachment.most(model.pictures, &unbounded)
    } else {
      for text in ["text", "refusal", "thinking"] as [StaticString] {
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
    bound += range.count
  }

  private mutating func readTools(_ list: Int, _ tools: inout ToolMeter) {
    guard outline.nodes[list].kind == .array, outline.nodes[list].next > list + 1 else { return }
    let json = UnsafeRawBufferPointer(rebasing: body[outline.nodes[list].range])
    let size = tools.measure(json, model.family, empty)
    units += size.units
    bound += size.most
  }

  /// Adds the schema of the answer as JSON without white space. Servers do not publish how they
  /// show it to the model; where they only guide the answer with it, it costs nothing.
  private mutating func readSchema(_ schema: Int) {
    guard outline.nodes[schema].kind == .object else { return }
    let json = UnsafeRawBufferPointer(rebasing: body[outline.nodes[schema].range])
    var text: [UInt8] = []
    JSONLayout.compact.write(json, to: &text)
    var meter = empty
    text.withUnsafeBytes { meter.read(raw: $0) }
    units += meter.units
    bound += json.count + ToolForm.perhaps
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
