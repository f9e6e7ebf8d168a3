import Basics
import BatchRunner

/// What a line of `results.jsonl` tells a forecast.
struct FinishedAnswer {
  let head: OutcomeHead
  /// As the answer spells it; `nil`: it names none.
  let model: String?
  let tokensIn: Int
  let tokensOut: Int
  /// What the answer says is left; most say nothing.
  let creditsLeft: Double?

  /// `nil`: no whole line, or one whose answer tells no tokens.
  init?(_ line: UnsafeRawBufferPointer, _ outline: inout JSONOutline) {
    guard let head = OutcomeHead(line), (try? outline.read(line, depth: 4)) != nil,
      let response = outline.member("response", in: line),
      let body = outline.member("body", of: response, in: line),
      let usage = outline.member("usage", of: body, in: line),
      let tokensIn = outline.member("prompt_tokens", of: usage, in: line)
        .flatMap({ outline.integer($0, in: line) }),
      let tokensOut = outline.member("completion_tokens", of: usage, in: line)
        .flatMap({ outline.integer($0, in: line) }),
      tokensIn >= 0, tokensOut >= 0
    else { return nil }
    self.head = head
    self.tokensIn = tokensIn
    self.tokensOut = tokensOut
    model = outline.member("model", of: body, in: line).flatMap { outline.string($0, in: line) }
    creditsLeft = outline.member("_remaining_credits", of: body, in: line)
      .flatMap { outline.number($0, in: line) }
  }

  /// Hands on every answer of a run, in the order in which they ended; without its lock, and
  /// without minding a last line that is being written, or what comes behind `length` bytes.
  static func forEach(
    in directory: RunDirectory, length: Int = .max, _ take: (FinishedAnswer) -> Void
  ) throws(FileError) {
    guard RunDirectory(directory.results).exists else { return }
    var outline = JSONOutline()
    var lines = LineReader(try ReadableFile(directory.results))
    while let line = try lines.next(), line.offset < length {
      guard line.isWhole, let bytes = line.bytes,
        let answer = FinishedAnswer(bytes, &outline)
      else { continue }
      take(answer)
    }
  }
}
