import Basics

/// Makes a chat request of a request for Anthropic's Messages API
/// (docs.anthropic.com, API reference, *Create a Message*).
struct AnthropicRequest {
  private let line: LineView
  private var body = ChatBody()

  /// Throws at the first member that has no counterpart. `model` goes before the request's own.
  static func body(
    at request: Int, of line: LineView, model: String?
  ) throws(ConversionStop) -> ChatBody {
    var conversion = AnthropicRequest(line: line)
    try conversion.convert(request, model)
    return conversion.body
  }

  private init(line: LineView) { self.line = line }

  private mutating func convert(_ request: Int, _ model: String?) throws(ConversionStop) {
    if let model {
      body.member("model", string: model)
    } else if let model = line.member("model", of: request) {
      body.member("model", line.raw(model))
    } else {
      throw stop(request, .noModel)
    }
    try appendMessages(request)
    for member in line.children(request) where line.kind(member) != .null {
      try append(member)
    }
  }

  /// Appends a member of the request other than its model and messages.
  private mutating func append(_ member: Int) throws(ConversionStop) {
    switch line.name(member) {
    case "model", "messages", "system", "custom_id", "anthropic_version": break
    case "max_tokens": body.member("max_tokens", line.raw(member))
    case "temperature": body.member("temperature", line.raw(member))
    case "top_p": body.member("top_p", line.raw(member))
    case "top_k": body.member("top_k", line.raw(member))
    case "stream": body.member("stream", line.raw(member))
    case "stop_sequences": body.member("stop", line.raw(member))
    case "metadata":
      try check(member, has: "user_id")
      if let user = line.member("user_id", of: member) { body.member("user", line.raw(user)) }
    case "thinking" where type(of: member) == "disabled": break
    case "tools":
      body.begin("tools")
      body.append("[")
      for tool in line.children(member) { try appendTool(tool) }
      body.append("]")
    case "tool_choice": try appendToolChoice(member)
    case let name where ["service_tier", "cache_control"].contains(name): body.leaveOut(name)
    case let name: throw stop(member, .noCounterpart("the member '\(name)'"))
    }
  }
}

// MARK: - Messages

extension AnthropicRequest {
  private mutating func appendMessages(_ request: Int) throws(ConversionStop) {
    body.begin("messages")
    body.append("[")
    if let system = line.member("system", of: request) {
      body.beginElement()
      body.append("{\"role\":\"system\",\"content\":")
      try appendContent(blocks(system), of: system)
      body.append("}")
    }
    guard let messages = line.member("messages", of: request), line.kind(messages) == .array else {
      throw stop(request, .wrongType("messages", expected: "an array"))
    }
    let all = line.children(messages)
    for message in all { try appendMessage(message) }
    if let last = all.last, line.member("role", of: last).flatMap(line.string) == "assistant" {
      throw stop(last, .answerBegun)
    }
    body.append("]")
  }

  private mutating func appendMessage(_ message: Int) throws(ConversionStop) {
    try check(message, has: "role", "content")
    guard let content = line.member("content", of: message) else {
      throw stop(message, .wrongType("content", expected: "a string or an array"))
    }
    guard [.string, .array].contains(line.kind(content)) else {
      throw stop(content, .wrongType("content", expected: "a string or an array"))
    }
    switch line.member("role", of: message).flatMap(line.string) {
    case "user": try appendUser(content)
    case "assistant": try appendAssistant(content)
    default: throw stop(message, .wrongType("role", expected: "'user' or 'assistant'"))
    }
  }

  /// The blocks of an array; a string has none.
  private func blocks(_ content: Int) -> [Int] {
    line.kind(content) == .array ? line.children(content) : []
  }

  /// Appends a user's message. Each result of a tool becomes a message of its own.
  private mutating func appendUser(_ content: Int) throws(ConversionStop) {
    var others: [Int] = []
    for block in blocks(content) {
      guard type(of: block) == "tool_result" else {
        others.append(block)
        continue
      }
      try flushUser(&others, content)
      try appendToolResult(block)
    }
    if !others.isEmpty || line.kind(content) == .string { try flushUser(&others, content) }
  }

  private mutating func flushUser(_ blocks: inout [Int], _ content: Int) throws(ConversionStop) {
    guard !blocks.isEmpty || line.kind(content) == .string else { return }
    body.beginElement()
    body.append("{\"role\":\"user\",\"content\":")
    try appendContent(blocks, of: content)
    body.append("}")
    blocks = []
  }

  private mutating func appendToolResult(_ block: Int) throws(ConversionStop) {
    try check(block, has: "type", "tool_use_id", "content", "is_error")
    if let error = line.member("is_error", of: block), line.isTrue(error) {
      throw stop(error, .noCounterpart("the member 'is_error'"))
    }
    guard let id = line.member("tool_use_id", of: block) else {
      throw stop(block, .wrongType("tool_use_id", expected: "a string"))
    }
    body.beginElement()
    body.append("{\"role\":\"tool\",\"tool_call_id\":")
    body.append(contentsOf: line.raw(id))
    body.append(",\"content\":")
    if let content = line.member("content", of: block) {
      let parts = blocks(content)
      if let other = parts.first(where: { type(of: $0) != "text" }) {
        throw stop(other, .noCounterpart("a tool's result that is not text"))
      }
      try appendContent(parts, of: content)
    } else {
      body.append("\"\"")
    }
    body.append("}")
  }

  private mutating func appendAssistant(_ content: Int) throws(ConversionStop) {
    let blocks = blocks(content)
    let calls = blocks.filter { type(of: $0) == "tool_use" }
    let others = blocks.filter { type(of: $0) != "tool_use" }
    body.beginElement()
    body.append("{\"role\":\"assistant\",\"content\":")
    if others.isEmpty, !calls.isEmpty {
      body.append("null")
    } else {
      try appendContent(others, of: content)
    }
    if !calls.isEmpty {
      body.append(",\"tool_calls\":[")
      for call in calls { try appendCall(call) }
      body.append("]")
    }
    body.append("}")
  }

  private mutating func appendCall(_ call: Int) throws(ConversionStop) {
    try check(call, has: "type", "id", "name", "input")
    guard let id = line.member("id", of: call), let name = line.member("name", of: call),
      let input = line.member("input", of: call)
    else { throw stop(call, .wrongType("tool_use", expected: "an object with id, name and input")) }
    body.beginElement()
    body.append("{\"id\":")
    body.append(contentsOf: line.raw(id))
    body.append(",\"type\":\"function\",\"function\":{\"name\":")
    body.append(contentsOf: line.raw(name))
    body.append(",\"arguments\":")
    body.append(asString: line.raw(input))
    body.append("}}")
  }

  /// Appends a string, or blocks as parts; the text of a single block is a string too.
  private mutating func appendContent(_ blocks: [Int], of content: Int) throws(ConversionStop) {
    if line.kind(content) == .string { return body.append(contentsOf: line.raw(content)) }
    guard line.kind(content) == .array else {
      throw stop(content, .wrongType("content", expected: "a string or an array"))
    }
    if blocks.count == 1, type(of: blocks[0]) == "text" {
      return body.append(contentsOf: line.raw(try text(of: blocks[0])))
    }
    body.append("[")
    for block in blocks {
      body.beginElement()
      switch type(of: block) {
      case "text":
        body.append("{\"type\":\"text\",\"text\":")
        body.append(contentsOf: line.raw(try text(of: block)))
        body.append("}")
      case "image": try appendImage(block)
      case let type:
        throw stop(block, .noCounterpart("a block of the type '\(type ?? "")'"))
      }
    }
    body.append("]")
  }

  private mutating func text(of block: Int) throws(ConversionStop) -> Int {
    try check(block, has: "type", "text")
    guard let text = line.member("text", of: block), line.kind(text) == .string else {
      throw stop(block, .wrongType("text", expected: "a string"))
    }
    return text
  }

  private mutating func appendImage(_ block: Int) throws(ConversionStop) {
    try check(block, has: "type", "source")
    guard let source = line.member("source", of: block) else {
      throw stop(block, .wrongType("source", expected: "an object"))
    }
    body.append("{\"type\":\"image_url\",\"image_url\":{\"url\":\"")
    switch type(of: source) {
    case "base64":
      guard let type = line.member("media_type", of: source),
        let data = line.member("data", of: source)
      else { throw stop(source, .wrongType("source", expected: "media_type and data")) }
      body.append("data:")
      body.append(contentsOf: line.contents(type))
      body.append(";base64,")
      body.append(contentsOf: line.contents(data))
    case "url":
      guard let url = line.member("url", of: source) else {
        throw stop(source, .wrongType("url", expected: "a string"))
      }
      body.append(contentsOf: line.contents(url))
    case let type:
      throw stop(source, .noCounterpart("a picture of the source '\(type ?? "")'"))
    }
    body.append("\"}}")
  }
}

// MARK: - Tools

extension AnthropicRequest {
  private mutating func appendTool(_ tool: Int) throws(ConversionStop) {
    if let type = type(of: tool), type != "custom" {
      throw stop(tool, .noCounterpart("the tool '\(type)' of Anthropic's servers"))
    }
    try check(tool, has: "type", "name", "description", "input_schema", "strict")
    body.beginElement()
    body.append("{\"type\":\"function\",\"function\":{")
    if let name = line.member("name", of: tool) { body.member("name", line.raw(name)) }
    if let text = line.member("description", of: tool) {
      body.member("description", line.raw(text))
    }
    if let schema = line.member("input_schema", of: tool) {
      body.member("parameters", line.raw(schema))
    }
    if let strict = line.member("strict", of: tool) { body.member("strict", line.raw(strict)) }
    body.append("}}")
  }

  private mutating func appendToolChoice(_ choice: Int) throws(ConversionStop) {
    try check(choice, has: "type", "name", "disable_parallel_tool_use")
    switch (type(of: choice), line.member("name", of: choice)) {
    case ("auto", _): body.member("tool_choice", string: "auto")
    case ("any", _): body.member("tool_choice", string: "required")
    case ("none", _): body.member("tool_choice", string: "none")
    case ("tool", let name?):
      body.begin("tool_choice")
      body.append("{\"type\":\"function\",\"function\":{\"name\":")
      body.append(contentsOf: line.raw(name))
      body.append("}}")
    default:
      throw stop(choice, .wrongType("tool_choice", expected: "of the type auto, any, tool or none"))
    }
    if line.isTrue(line.member("disable_parallel_tool_use", of: choice)) {
      body.member("parallel_tool_calls", "false".utf8)
    }
  }
}

// MARK: - Reading

extension AnthropicRequest {
  private func type(of node: Int) -> String? {
    line.member("type", of: node).flatMap(line.string)
  }

  private func stop(_ node: Int, _ reason: ConversionProblem.Reason) -> ConversionStop {
    ConversionStop(offset: line.offset(node), reason: reason)
  }

  /// Throws if the value is no object, or has a member that is not `null` beside these. How parts
  /// are cached makes no difference to the answer, so `cache_control` is left out.
  private mutating func check(_ node: Int, has names: String...) throws(ConversionStop) {
    guard line.kind(node) == .object else {
      throw stop(node, .wrongType(line.name(node), expected: "an object"))
    }
    for member in line.children(node) where line.kind(member) != .null {
      let name = line.name(member)
      if names.contains(name) { continue }
      guard name == "cache_control" else {
        throw stop(member, .noCounterpart("the member '\(name)'"))
      }
      body.leaveOut(name)
    }
  }
}
