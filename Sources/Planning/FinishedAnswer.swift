import Basics
import BatchRunner

/// The parts of a line of `results.jsonl` that a forecast needs.
struct FinishedAnswer {
  let head: OutcomeHead
  /// As the answer spells it; `nil` if it names no model.
  let model: String?
  let tokensIn: Int
  let tokensOut: Int
  /// What it cost, and what its tokens are at the model's price for new input in the tier that it was
  /// served in, in dollars; `nil`: one of them is not known.
  let cost: (billed: Double, listed: Double)?
  /// The balance that the answer reports; most answers report none.
  let creditsLeft: Double?

  /// `nil` if the answer does not report its tokens.
  private init?(_ outcome: Outcome, _ pricing: inout Pricing) {
    let usage = outcome.usage
    guard let tokensIn = usage.tokensIn, let tokensOut = usage.tokensOut else { return nil }
    self.tokensIn = tokensIn
    self.tokensOut = tokensOut
    head = outcome.head
    model = outcome.model
    let listed = pricing.price(of: model ?? "").map {
      $0.cost(of: BilledUsage(tokensIn: tokensIn, tokensOut: tokensOut, tier: usage.tier))
    }
    let billed = outcome.cost(usage, at: &pricing)?.dollars
    cost = listed.flatMap { listed in billed.map { ($0, listed) } }
    creditsLeft = outcome.creditsLeft
  }

  /// Calls `visit` for each answer of a run, in the order in which they ended.
  ///
  /// It does not take the run's lock, so the run may be writing at the same time. An incomplete last
  /// line is ignored, and so are lines that begin after the first `length` bytes.
  static func forEach(
    in directory: RunDirectory, length: Int = .max, prices: PriceList = .builtIn,
    _ visit: (FinishedAnswer) -> Void
  ) throws(FileError) {
    guard RunDirectory(directory.results).exists else { return }
    var reader = OutcomeReader(.answer)
    var pricing = Pricing(prices)
    var lines = LineReader(try ReadableFile(directory.results))
    while let line = try lines.next(), line.offset < length {
      guard line.isWhole, let bytes = line.bytes, let outcome = reader.read(bytes),
        let answer = FinishedAnswer(outcome, &pricing)
      else { continue }
      visit(answer)
    }
  }
}
