import Basics

/// Makes a chat request of a request for the Gemini API (ai.google.dev, API reference,
/// *models.generateContent*), whose names may be spelled `maxOutputTokens` or `max_output_tokens`.
struct GeminiRequest {
  private let line: LineView
  private var body = ChatBody()
  /// The kinds of answer that are asked for, which stand in two or three members.
  private var format: (type: String?, schema: Int?, jsonSchema: Int?) = (nil, nil, nil)

  /// Throws at the first member that has no counterpart. `model` goes before the request's own.
  static func body(
    at request: Int, of line: LineView, model: String?
  ) throws(ConversionStop) -> ChatBody {
    var conversion = GeminiRequest(line: line)
    try conversion.convert(request, model)
    return conversion.body
  }

  private init(line: LineView) { self.line = line }

  private mutating func convert(_ request: Int, _ model: String?) throws(ConversionStop) {
    let named = line.member("model", of: request).flatMap(line.string)
    guard let model = model ?? named else { throw stop(request, .noModel) }
    let path = "models/"
    body.member(
      "model", string: model.hasPrefix(path) ? String(model.dropFirst(path.count)) : model)
    body.begin("messages")
    body.append("[")
    if let system = line.member("systemInstruction", "system_instruction", of: request) {
      try appendSystem(system)
    }
    guard let contents = line.member("contents", of: request), line.kind(contents) == .array else {
      throw stop(request, .wrongType("contents", expected: "an array"))
    }
    for content in line.children(contents) { try appendMessage(content) }
    body.append("]")
    for member in line.children(request) where line.kind(member) != .null {
      try append(member)
    }
    try appendFormat()
  }

  /// Appends a member of the request other than its model and messages.
  private mutating func append(_ member: Int) throws(ConversionStop) {
    switch Self.camelCase(line.name(member)) {
    case "model", "contents", "systemInstruction", "key", "custom_id": break
    case "generationConfig":
      for setting in line.children(member) where line.kind(setting) != .null {
        try appendSetting(setting)
      }
    case "tools":
      body.begin("tools")
      body.append("[")
      for tool in line.children(member) { try appendTools(tool) }
      body.append("]")
    case "toolConfig": try appendToolChoice(member)
    case let name where ["safetySettings", "labels"].contains(name): body.leaveOut(name)
    case let name: throw stop(member, .noCounterpart("the member '\(name)'"))
    }
  }

  private mutating func appendSetting(_ setting: Int) throws(ConversionStop) {
    let value = line.raw(setting)
    switch Self.camelCase(line.name(setting)) {
    case "temperature": body.member("temperature", value)
    case "topP": body.member("top_p", value)
    case "topK": body.member("top_k", value)
    case "maxOutputTokens": body.member("max_tokens", value)
    case "stopSequences": body.member("stop", value)
    case "candidateCount": body.member("n", value)
    case "presencePenalty": body.member("presence_penalty", value)
    case "frequencyPenalty": body.member("frequency_penalty", value)
    case "seed": body.member("seed", value)
    case "responseMimeType": format.type = line.string(setting)
    case "responseSchema": format.schema = setting
    case "responseJsonSchema": format.jsonSchema = setting
    default: throw stop(setting, .noCounterpart("the member '\(line.name(setting))'"))
    }
  }

  private mutating func appendFormat() throws(ConversionStop) {
    if let schema = format.jsonSchema ?? format.schema {
      body.begin("response_format")
      body.append("{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"answer\",\"schema\":")
      try appendSchema(schema)
      body.append("}}")
    } else if format.type == "application/json" {
      body.member("response_format", "{\"type\":\"json_object\"}".utf8)
    }
  }

  /// `max_output_tokens` as `maxOutputTokens`.
  private static func camelCase(_ name: String) -> String {
    guard name != "custom_id" else { return name }
    let words = name.split(separator: "_", omittingEmptySubsequences: false)
    return words.dropFirst().reduce(String(words.first ?? "")) {
      $0 + $1.prefix(1).uppercased() + $1.dropFirst()
    }
  }
}

// MARK: - Messages

extension GeminiRequest {
  private mutating func appendSystem(_ system: Int) throws(ConversionStop) {
    body.beginElement()
    body.append("{\"role\":\"system\",\"content\":")
    if line.kind(system) == .string {
      body.append(contentsOf: line.raw(system))
    } else {
      try check(system, has: "role", "parts")
      try appendParts(of: system)
    }
    body.append("}")
  }

  private mutating func appendMessage(_ content: Int) throws(ConversionStop) {
    try check(content, has: "role", "parts")
    body.beginElement()
    body.append("{\"role\":")
    switch line.member("role", of: content).flatMap(line.string) {
    case nil, "user": body.append("\"user\"")
    case "model": body.append("\"assistant\"")
    case let role?: throw stop(content, .noCounterpart("the role '\(role)'"))
    }
    body.append(",\"content\":")
    try appendParts(of: content)
    body.append("}")
  }

  /// Appends parts; the text of a single part is a string.
  private mutating func appendParts(of content: Int) throws(ConversionStop) {
    guard let list = line.member("parts", of: content) else {
      throw stop(content, .wrongType("parts", expected: "an array"))
    }
    // A single part may stand without the array.
    let parts = line.kind(list) == .array ? line.children(list) : [list]
    if parts.count == 1, let text = line.member("text", of: parts[0]) {
      try check(parts[0], has: "text")
      return body.append(contentsOf: line.raw(text))
    }
    body.append("[")
    for part in parts {
      body.beginElement()
      if let text = line.member("text", of: part) {
        try check(part, has: "text")
        body.append("{\"type\":\"text\",\"text\":")
        body.append(contentsOf: line.raw(text))
        body.append("}")
      } else {
        try appendPicture(part)
      }
    }
    body.append("]")
  }

  private mutating func appendPicture(_ part: Int) throws(ConversionStop) {
    guard let data = line.member("inlineData", "inline_data", of: part) else {
      try check(part, has: "text")
      throw stop(part, .wrongType("parts", expected: "texts and pictures"))
    }
    try check(part, has: "inlineData", "inline_data")
    guard let type = line.member("mimeType", "mime_type", of: data),
      let bytes = line.member("data", of: data)
    else { throw stop(data, .wrongType("inlineData", expected: "mimeType and data")) }
    let name = line.string(type) ?? ""
    guard name.hasPrefix("image/") else {
      throw stop(type, .noCounterpart("data of type '\(name)'"))
    }
    body.append("{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:")
    body.append(contentsOf: line.contents(type))
    body.append(";base64,")
    body.append(contentsOf: line.contents(bytes))
    body.append("\"}}")
  }
}

// MARK: - Tools and schemas

extension GeminiRequest {
  private mutating func appendTools(_ tool: Int) throws(ConversionStop) {
    try check(tool, has: "functionDeclarations", "function_declarations")
    guard let list = line.member("functionDeclarations", "function_declarations", of: tool) else {
      return
    }
    for function in line.children(list) {
      try check(
        function, has: "name", "description", "parameters", "parametersJsonSchema",
        "parameters_json_schema")
      body.beginElement()
      body.append("{\"type\":\"function\",\"function\":{")
      if let name = line.member("name", of: function) { body.member("name", line.raw(name)) }
      if let text = line.member("description", of: function) {
        body.member("description", line.raw(text))
      }
      let schema = line.member(
        "parameters", "parametersJsonSchema", "parameters_json_schema", of: function)
      if let schema {
        body.begin("parameters")
        try appendSchema(schema)
      }
      body.append("}}")
    }
  }

  private mutating func appendToolChoice(_ config: Int) throws(ConversionStop) {
    try check(config, has: "functionCallingConfig", "function_calling_config")
    guard
      let calling = line.member("functionCallingConfig", "function_calling_config", of: config)
    else { return }
    try check(calling, has: "mode")
    switch line.member("mode", of: calling).flatMap(line.string) {
    case nil, "AUTO", "MODE_UNSPECIFIED": body.member("tool_choice", string: "auto")
    case "ANY": body.member("tool_choice", string: "required")
    case "NONE": body.member("tool_choice", string: "none")
    case let mode?: throw stop(calling, .noCounterpart("the mode '\(mode)'"))
    }
  }

  /// Appends a schema. Gemini writes the names of types in capitals, JSON Schema in small letters;
  /// the order of properties is Gemini's own.
  private mutating func appendSchema(_ schema: Int) throws(ConversionStop) {
    let start = line.offset(schema)
    let text = line.raw(schema)
    var copied = 0
    for node in line.descendants(schema) {
      switch line.name(node) {
      case "nullable" where line.isTrue(node):
        throw stop(node, .noCounterpart("the member 'nullable'"))
      case "type":
        guard let type = line.string(node), Self.types.contains(type) else { continue }
        let at = line.offset(node) - start
        body.append(contentsOf: text.dropFirst(copied).prefix(at - copied))
        body.append(string: type.lowercased())
        copied = at + line.raw(node).count
      default: break
      }
    }
    body.append(contentsOf: text.dropFirst(copied))
  }

  private static let types = [
    "STRING", "NUMBER", "INTEGER", "BOOLEAN", "ARRAY", "OBJECT", "NULL",
  ]
}

// MARK: - Reading

extension GeminiRequest {
  private func stop(_ node: Int, _ reason: ConversionProblem.Reason) -> ConversionStop {
    ConversionStop(offset: line.offset(node), reason: reason)
  }

  /// Throws if the value is no object, or has a member that is not `null` beside these.
  private func check(_ node: Int, has names: String...) throws(ConversionStop) {
    guard line.kind(node) == .object else {
      throw stop(node, .wrongType(line.name(node), expected: "an object"))
    }
    for member in line.children(node) where line.kind(member) != .null {
      let name = line.name(member)
      guard names.contains(name) else {
        throw stop(member, .noCounterpart("the member '\(name)'"))
      }
    }
  }
}
