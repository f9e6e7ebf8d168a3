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

  /// `nil`: the answer tells no tokens.
  private init?(_ outcome: Outcome) {
    guard let tokensIn = outcome.tokensIn, let tokensOut = outcome.tokensOut else { return nil }
    self.tokensIn = tokensIn
    self.tokensOut = tokensOut
    head = outcome.head
    model = outcome.model
    creditsLeft = outcome.creditsLeft
  }

  /// Hands on every answer of a run, in the order in which they ended; without its lock, and
  /// without minding a last line that is being written, or what comes behind `length` bytes.
  static func forEach(
    in directory: RunDirectory, length: Int = .max, _ take: (FinishedAnswer) -> Void
  ) throws(FileError) {
    guard RunDirectory(directory.results).exists else { return }
    var reader = OutcomeReader(.usage)
    var lines = LineReader(try ReadableFile(directory.results))
    while let line = try lines.next(), line.offset < length {
      guard line.isWhole, let bytes = line.bytes, let outcome = reader.read(bytes),
        let answer = FinishedAnswer(outcome)
      else { continue }
      take(answer)
    }
  }
}
