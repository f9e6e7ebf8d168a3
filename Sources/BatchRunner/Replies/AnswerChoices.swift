import Basics

/// What the choices of a body say: one reader for answers as they come and for answers that are
/// stored.
///
/// The outline must have been read down to the members of the messages, which are four levels below
/// the body. Parts of a message's content are looked into if they were read, two levels deeper.
struct AnswerChoices {
  private let outline: JSONOutline
  private let text: UnsafeRawBufferPointer
  private let choices: Int

  private(set) var count = 0
  private(set) var flags: AnswerFlags = []
  /// At least one choice has a text, a tool call, a refusal or another content.
  private(set) var hasAnswer = false
  /// Why a choice makes the whole answer unusable; `nil`: none does.
  private(set) var problem: String?
  /// The index of the first choice that has an `error`; `nil`: none has.
  private(set) var failedChoice: Int?
  /// A message has its content in parts.
  private(set) var hasParts = false

  /// `choices`: the index of the member in the outline.
  init(_ choices: Int, _ outline: JSONOutline, _ text: UnsafeRawBufferPointer) {
    self.outline = outline
    self.text = text
    self.choices = choices
    guard outline.nodes[choices].kind == .array else { return }
    outline.forEachChild(of: choices) { read($0) }
    if !hasAnswer { flags.insert(.empty) }
  }

  private mutating func read(_ choice: Int) {
    count += 1
    guard outline.nodes[choice].kind == .object else {
      let isNull = outline.nodes[choice].kind == .null
      problem = problem ?? (isNull ? "a choice is null" : "a choice is no object")
      return
    }
    if let error = outline.member("error", of: choice, in: text),
      outline.isMeaningful(error, in: text)
    {
      failedChoice = failedChoice ?? choice
      problem = problem ?? "a choice has an error"
    }
    if let reason = outline.member("finish_reason", of: choice, in: text) { read(reason: reason) }
    if let message = outline.member("message", of: choice, in: text) { read(message: message) }
  }

  private mutating func read(reason: Int) {
    // Most answers end so; saves making a string.
    if outline.isString(reason, "stop", in: text) { return }
    guard let words = outline.text(reason, in: text) else { return }
    switch FinishReason(words) {
    case .whole: break
    case .truncated: flags.insert(.truncated)
    case .filtered: flags.insert(.filtered)
    case .broken:
      problem = problem ?? "a choice ended with '\(Printable(words.prefix(80)))'"
    }
  }

  private mutating func read(message: Int) {
    guard outline.nodes[message].kind == .object else { return }
    outline.forEachChild(of: message) { member in
      guard outline.isMeaningful(member, in: text) else { return }
      if outline.isKey(member, "content", in: text) {
        read(content: member)
      } else if Self.contents.contains(where: { outline.isKey(member, $0, in: text) }) {
        if outline.nodes[member].kind != .string || hasWords(member) { hasAnswer = true }
      }
    }
  }

  /// Members of a message beside its `content` that are an answer too.
  private static let contents: [StaticString] = [
    "tool_calls", "function_call", "refusal", "audio", "images",
  ]

  private mutating func read(content: Int) {
    switch outline.nodes[content].kind {
    case .string:
      if hasWords(content) { hasAnswer = true }
    case .array:
      hasParts = true
      outline.forEachChild(of: content) { read(part: $0) }
    default: hasAnswer = true
    }
  }

  /// The JSON strings of all texts of all choices, with their quotes.
  var texts: [Range<Int>] {
    var texts: [Range<Int>] = []
    func add(_ index: Int) {
      if outline.nodes[index].kind == .string { texts.append(outline.nodes[index].range) }
    }
    outline.forEachChild(of: choices) { choice in
      guard let message = outline.member("message", of: choice, in: text),
        let content = outline.member("content", of: message, in: text)
      else { return }
      add(content)
      guard outline.nodes[content].kind == .array else { return }
      outline.forEachChild(of: content) { part in
        if outline.nodes[part].kind == .string {
          add(part)
        } else if case .text(let index) = outline.kind(ofPart: part, in: text) {
          add(index)
        }
      }
    }
    return texts
  }

  /// A part with a text, or a picture or the like. Reasoning is no answer.
  private mutating func read(part: Int) {
    if outline.nodes[part].kind == .string {
      if hasWords(part) { hasAnswer = true }
      return
    }
    switch outline.kind(ofPart: part, in: text) {
    case .text(let index):
      if hasWords(index) { hasAnswer = true }
    case .reasoning: break
    case .other: hasAnswer = true
    }
  }

  /// Whether a string has more than white space, as JSON or as a text writes it.
  private func hasWords(_ index: Int) -> Bool {
    let contents = outline.contents(of: index, in: text)
    guard let first = contents.first(where: { !JSONScanner.isSpace($0) }) else { return false }
    // Plain text of ASCII: most answers.
    if first > 0x20, first < 0x7F, first != UInt8(ascii: "\\") { return true }
    return JSONString.text(contents).unicodeScalars.contains {
      !$0.properties.isWhitespace && $0 != "\u{200B}" && $0 != "\u{FEFF}" && $0.value >= 0x20
    }
  }
}
