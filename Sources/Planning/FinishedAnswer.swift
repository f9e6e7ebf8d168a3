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

  /// `nil` if the answer does not report its tokens.
  private init?(_ outcome: Outcome) {
    guard let tokensIn = outcome.tokensIn, let tokensOut = outcome.tokensOut else { return nil }
    self.tokensIn = tokensIn
    self.tokensOut = tokensOut
    head = outcome.head
    model = outcome.model
    creditsLeft = outcome.creditsLeft
  }

  /// Calls `visit` for each answer of a run, in the order in which they ended.
  ///
  /// It does not take the run's lock, so the run may be writing at the same time. An incomplete last
  /// line is ignored, and so are lines that begin after the first `length` bytes.
  static func forEach(
    in directory: RunDirectory, length: Int = .max, _ visit: (FinishedAnswer) -> Void
  ) throws(FileError) {
    guard RunDirectory(directory.results).exists else { return }
    var reader = OutcomeReader(.answer)
    var lines = LineReader(try ReadableFile(directory.results))
    while let line = try lines.next(), line.offset < length {
      guard line.isWhole, let bytes = line.bytes, let outcome = reader.read(bytes),
        let answer = FinishedAnswer(outcome)
      else { continue }
      visit(answer)
    }
  }
}
