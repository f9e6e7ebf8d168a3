package import Basics

/// Reads lines that ``OutcomeLine`` wrote, beyond their ``OutcomeHead``; keeps its storage.
package struct OutcomeReader: Sendable {
  /// How far down the response is looked at; what lies deeper is not found.
  package enum Depth: Int, Sendable {
    /// Model, tokens, credits, errors.
    case usage = 5
    /// Also what is special about the answer, and its text, down to the arguments of a tool call.
    case answer = 9
  }

  private let depth: Depth
  private var outline = JSONOutline()

  package init(_ depth: Depth) {
    self.depth = depth
  }

  /// `nil`: not such a line, or not as it was written.
  package mutating func read(_ line: UnsafeRawBufferPointer) -> Outcome? {
    guard let head = OutcomeHead(line) else { return nil }
    // A body of the deepest nesting makes a line that is nested too deeply: it counts all the same.
    let isLegible = (try? outline.read(line, depth: depth.rawValue)) != nil
    return Outcome(head, line, outline, root: isLegible ? 0 : nil)
  }
}

/// One line, read where it lies: valid as long as its bytes are.
package struct Outcome {
  package let head: OutcomeHead
  private let line: UnsafeRawBufferPointer
  private let outline: JSONOutline
  /// `nil`: nothing behind the head can be told.
  private let root: Int?
  private let body: Int?
  /// `nil`: there are none, or they were not read.
  private let choices: AnswerChoices?

  fileprivate init(
    _ head: OutcomeHead, _ line: UnsafeRawBufferPointer, _ outline: JSONOutline, root: Int?
  ) {
    self.head = head
    self.line = line
    self.outline = outline
    self.root = root
    let response = root.flatMap { outline.member("response", of: $0, in: line) }
    let body = response.flatMap { outline.member("body", of: $0, in: line) }
    self.body = body
    choices = body.flatMap { outline.member("choices", of: $0, in: line) }
      .map { AnswerChoices($0, outline, line) }
  }

  /// The job's id.
  package var id: String {
    let inside = (head.id.lowerBound + 1)..<(head.id.upperBound - 1)
    return JSONString.text(UnsafeRawBufferPointer(rebasing: line[inside]))
  }

  /// As the answer spells it; `nil`: it names none.
  package var model: String? { text("model", of: body) }

  /// What the answer says about its tokens and its cost.
  package var usage: TokenUsage {
    guard let body, outline.nodes[body].kind == .object else { return TokenUsage() }
    return UsageReader(body, outline, line).read(choices)
  }

  /// What the answer cost: what was counted when it came, else what it says, else its tokens at
  /// today's price. `nil`: that is not known.
  package func cost(_ usage: TokenUsage, at pricing: inout Pricing) -> Money? {
    head.cost ?? pricing.cost(of: usage, model: model ?? "").money
  }

  /// What the answer says is left; most say nothing.
  package var creditsLeft: Double? {
    StoredNumber.amount(
      member("_remaining_credits", of: body).flatMap { outline.number($0, in: line) })
  }

  /// What is special about the answer. Lines of older versions have no flags: then the body tells.
  package var flags: AnswerFlags { head.flags ?? choices?.flags ?? [] }

  /// Of the response; `nil`: there is none.
  package var status: Int? { OutcomeHead.status(line, from: head.response) }

  /// What we say went wrong; `nil`: the response tells it.
  package var error: (code: String, message: String)? {
    guard let own = member("error", of: root), outline.nodes[own].kind == .object else {
      return nil
    }
    return (text("code", of: own) ?? "unknown", text("message", of: own) ?? "")
  }

  /// The API's own code and words for what went wrong; `nil`: there are none.
  package var apiError: (code: String?, message: String?) {
    let inner = member("error", of: body)
    let message = text("message", of: inner) ?? text("error", of: body)
    return (text("code", of: inner), message)
  }

  /// The body, where it is no JSON and therefore stored as a string; bytes that are no text are read
  /// as U+FFFD.
  package var bodyText: String? {
    guard let text = body.flatMap({ outline.text($0, in: line) }) else { return nil }
    guard head.isEncoded else { return text }
    return Data(base64Encoded: text).map { String(decoding: $0, as: UTF8.self) }
  }

  /// The body as it is written; `nil`: there is none.
  package var bodySpelling: UnsafeRawBufferPointer? {
    body.map { UnsafeRawBufferPointer(rebasing: line[outline.nodes[$0].range]) }
  }

  private func member(_ name: StaticString, of parent: Int?) -> Int? {
    parent.flatMap { outline.member(name, of: $0, in: line) }
  }

  private func text(_ name: StaticString, of parent: Int?) -> String? {
    member(name, of: parent).flatMap { outline.text($0, in: line) }
  }
}

// MARK: - Text, without a `String` between

// The functions that return a `Bool` say whether there is a text, which may be empty.
extension Outcome {
  package func appendID(to bytes: inout [UInt8]) {
    append(head.id, to: &bytes)
  }

  /// Appends the label that the answer names; answers `false` if none was expected.
  package func appendLabel(to bytes: inout [UInt8]) -> Bool {
    guard let label = head.label else { return false }
    append(label, to: &bytes)
    return true
  }

  package func appendModel(to bytes: inout [UInt8]) -> Bool {
    append(member("model", of: body), to: &bytes)
  }

  @discardableResult
  package func appendFinishReason(to bytes: inout [UInt8]) -> Bool {
    append(member("finish_reason", of: firstChoice), to: &bytes)
  }

  /// The text, its parts joined; else the refusal; else the tool calls as JSON.
  @discardableResult
  package func appendAnswer(to bytes: inout [UInt8]) -> Bool {
    guard let message = member("message", of: firstChoice) else { return false }
    let start = bytes.count
    var isThere = MessageText(message, outline, in: line).append(to: &bytes)
    guard bytes.count == start else { return true }
    if append(member("refusal", of: message), to: &bytes) { isThere = true }
    if bytes.count == start, let calls = member("tool_calls", of: message),
      outline.nodes[calls].kind != .null
    {
      bytes.append(contentsOf: line[outline.nodes[calls].range])
      return true
    }
    return isThere
  }

  /// The text in which ``AnswerJSON`` looks for the answer's value.
  package func appendJSON(to bytes: inout [UInt8]) {
    guard let message = member("message", of: firstChoice) else { return }
    _ = MessageText(message, outline, in: line).appendJSON(to: &bytes)
  }

  private var firstChoice: Int? {
    guard let choices = member("choices", of: body), outline.nodes[choices].kind == .array,
      outline.nodes[choices].next > choices + 1
    else { return nil }
    return choices + 1
  }

  /// Appends a string's text; nothing for another kind of value.
  private func append(_ index: Int?, to bytes: inout [UInt8]) -> Bool {
    guard let index, outline.nodes[index].kind == .string else { return false }
    append(outline.nodes[index].range, to: &bytes)
    return true
  }

  /// `string`: with its quotes.
  private func append(_ string: Range<Int>, to bytes: inout [UInt8]) {
    let inside = UnsafeRawBufferPointer(
      rebasing: line[(string.lowerBound + 1)..<(string.upperBound - 1)])
    JSONString.append(reading: inside, to: &bytes)
  }
}
