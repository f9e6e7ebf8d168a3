import Basics
import BatchRunner

/// Opens one line of `results.jsonl` or `failures.jsonl` for an export; keeps its storage.
struct OutcomeReader {
  private(set) var id: [UInt8] = []
  /// What the model wrote; empty for a failure.
  private(set) var answer: [UInt8] = []
  private(set) var finishReason: [UInt8] = []
  private(set) var model: [UInt8] = []
  private(set) var tokensIn: Int?
  private(set) var tokensOut: Int?
  private(set) var latencyMilliseconds: Int?
  /// Empty for a result.
  private(set) var error: [UInt8] = []

  private var outline = JSONOutline()

  /// Down to the texts of a message's parts.
  private static let depth = 8

  init() {}

  /// `line` must be one that was written whole.
  mutating func read(_ line: UnsafeRawBufferPointer, isResult: Bool) {
    clear()
    guard (try? outline.read(line, depth: Self.depth)) != nil else { return }
    take("custom_id", of: 0, line, to: \.id)
    if let own = outline.member("nightshift", in: line) {
      latencyMilliseconds = integer("latency_ms", of: own, line)
    }
    guard let response = outline.member("response", in: line) else { return }
    if let body = outline.member("body", of: response, in: line) { readBody(body, line, isResult) }
    if !isResult { readError(response, line) }
  }

  private mutating func clear() {
    for field in [\Self.id, \.answer, \.finishReason, \.model, \.error] {
      self[keyPath: field].removeAll(keepingCapacity: true)
    }
    (tokensIn, tokensOut, latencyMilliseconds) = (nil, nil, nil)
  }

  private mutating func readBody(_ body: Int, _ line: UnsafeRawBufferPointer, _ isResult: Bool) {
    take("model", of: body, line, to: \.model)
    if let usage = outline.member("usage", of: body, in: line) {
      tokensIn = integer("prompt_tokens", of: usage, line)
      tokensOut = integer("completion_tokens", of: usage, line)
    }
    guard let choices = outline.member("choices", of: body, in: line),
      outline.nodes[choices].kind == .array, outline.nodes[choices].next > choices + 1
    else { return }
    let choice = choices + 1
    take("finish_reason", of: choice, line, to: \.finishReason)
    guard isResult, let message = outline.member("message", of: choice, in: line) else { return }
    readAnswer(message, line)
  }

  /// The text, its parts joined; else the refusal; else the tool calls as JSON.
  private mutating func readAnswer(_ message: Int, _ line: UnsafeRawBufferPointer) {
    if let content = outline.member("content", of: message, in: line) {
      switch outline.nodes[content].kind {
      case .string: take(content, line, to: \.answer)
      case .array:
        var parts: [Int] = []
        outline.forEachChild(of: content) { part in
          if let text = outline.member("text", of: part, in: line) { parts.append(text) }
        }
        for part in parts { take(part, line, to: \.answer) }
      case .null: break
      default: answer.append(contentsOf: line[outline.nodes[content].range])
      }
    }
    guard answer.isEmpty else { return }
    take("refusal", of: message, line, to: \.answer)
    if answer.isEmpty, let calls = outline.member("tool_calls", of: message, in: line),
      outline.nodes[calls].kind != .null
    {
      answer.append(contentsOf: line[outline.nodes[calls].range])
    }
  }

  /// `timeout: no answer came`, or `HTTP 400: …`.
  private mutating func readError(_ response: Int, _ line: UnsafeRawBufferPointer) {
    if let own = outline.member("error", in: line), outline.nodes[own].kind == .object {
      take("code", of: own, line, to: \.error)
      error.append(contentsOf: ": ".utf8)
      take("message", of: own, line, to: \.error)
      return
    }
    error.append(contentsOf: "HTTP ".utf8)
    error.append(decimal: integer("status_code", of: response, line) ?? 0)
    guard let body = outline.member("body", of: response, in: line),
      let cause = outline.member("error", of: body, in: line)
    else { return }
    let message = outline.member("message", of: cause, in: line) ?? cause
    guard outline.nodes[message].kind == .string else { return }
    error.append(contentsOf: ": ".utf8)
    take(message, line, to: \.error)
  }

  private func integer(
    _ name: StaticString, of parent: Int, _ line: UnsafeRawBufferPointer
  ) -> Int? {
    outline.member(name, of: parent, in: line).flatMap { outline.integer($0, in: line) }
  }

  private mutating func take(
    _ name: StaticString, of parent: Int, _ line: UnsafeRawBufferPointer,
    to field: WritableKeyPath<Self, [UInt8]>
  ) {
    guard let index = outline.member(name, of: parent, in: line) else { return }
    take(index, line, to: field)
  }

  /// Appends a string's text.
  private mutating func take(
    _ index: Int, _ line: UnsafeRawBufferPointer, to field: WritableKeyPath<Self, [UInt8]>
  ) {
    guard outline.nodes[index].kind == .string else { return }
    let range = outline.nodes[index].range
    let inside = UnsafeRawBufferPointer(
      rebasing: line[(range.lowerBound + 1)..<(range.upperBound - 1)])
    if !JSONString.append(decoding: inside, to: &self[keyPath: field]) {
      self[keyPath: field].append(contentsOf: inside)
    }
  }
}
