import Basics
import BatchRunner

/// A line of `results.jsonl`, as far as a page wants it.
struct ResultLine {
  let head: OutcomeHead
  /// As the answer spells it; `nil`: it names none.
  let model: String?
  /// `nil`: the answer tells none.
  let tokens: (in: Int, out: Int)?
  /// It ended at `max_tokens`.
  let isTruncated: Bool

  /// `nil`: not such a line, or not as it was written.
  init?(_ line: UnsafeRawBufferPointer, _ outline: inout JSONOutline) {
    guard let head = OutcomeHead(line), (try? outline.read(line, depth: 5)) != nil else {
      return nil
    }
    self.head = head
    let body = outline.member("response", in: line)
      .flatMap { outline.member("body", of: $0, in: line) }
    model = body.flatMap { outline.member("model", of: $0, in: line) }
      .flatMap { outline.string($0, in: line) }
    let usage = body.flatMap { outline.member("usage", of: $0, in: line) }
    func count(_ name: StaticString) -> Int? {
      usage.flatMap { outline.member(name, of: $0, in: line) }
        .flatMap { outline.integer($0, in: line) }
        .flatMap { (0...1_000_000_000_000).contains($0) ? $0 : nil }
    }
    if let tokensIn = count("prompt_tokens"), let tokensOut = count("completion_tokens") {
      tokens = (tokensIn, tokensOut)
    } else {
      tokens = nil
    }
    var isTruncated = false
    if let choices = body.flatMap({ outline.member("choices", of: $0, in: line) }),
      outline.nodes[choices].kind == .array
    {
      outline.forEachChild(of: choices) { choice in
        if let reason = outline.member("finish_reason", of: choice, in: line),
          outline.isString(reason, "length", in: line)
        {
          isTruncated = true
        }
      }
    }
    self.isTruncated = isTruncated
  }

  /// The job's id.
  static func id(_ head: OutcomeHead, in line: UnsafeRawBufferPointer) -> String {
    let inside = (head.id.lowerBound + 1)..<(head.id.upperBound - 1)
    return JSONString.decode(UnsafeRawBufferPointer(rebasing: line[inside])) ?? "?"
  }
}
