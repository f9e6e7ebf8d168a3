import Basics
import BatchRunner

/// The parts of a line of `results.jsonl` that a forecast needs.
struct FinishedAnswer {
  let head: OutcomeHead
  /// As the answer spells it; `nil` if it names no model.
  let model: String?
  let tokensIn: Int
  let tokensOut: Int
  /// The balance that the answer reports; most answers report none.
  let creditsLeft: Double?

  /// `nil` if the line is damaged, or if its answer does not report its tokens. `outline` is
  /// overwritten; it is passed in to reuse its storage.
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

  /// Calls `visit` for each answer of a run, in the order in which they ended.
  ///
  /// It does not take the run's lock, so the run may be writing at the same time. An incomplete last
  /// line is ignored, and so are lines that begin after the first `length` bytes.
  static func forEach(
    in directory: RunDirectory, length: Int = .max, _ visit: (FinishedAnswer) -> Void
  ) throws(FileError) {
    guard RunDirectory(directory.results).exists else { return }
    var outline = JSONOutline()
    var lines = LineReader(try ReadableFile(directory.results))
    while let line = try lines.next(), line.offset < length {
      guard line.isWhole, let bytes = line.bytes,
        let answer = FinishedAnswer(bytes, &outline)
      else { continue }
      visit(answer)
    }
  }
}
