import Foundation
import TestTools
import Testing
import Tokens

@Suite struct TokenAccuracyTests {
  /// The error for each text in percent, negative if the estimate is too low.
  private static func errors(
    _ texts: [CountedText], model: String, truth: (CountedText) -> Int
  ) -> [(kind: String, error: Double)] {
    texts.map { text in
      let size = Meter.size(ofText: text.text, model: model)
      let estimate = Double(size.tokensIn - Meter.frame)
      return (text.kind, (estimate / Double(truth(text)) - 1) * 100)
    }
  }

  @Test(arguments: ["gpt-4o", "gpt-4"])
  func `the texts not used for fitting are off by 8 % at most on average, and 20 % at worst`(
    model: String
  ) throws {
    let texts = try CountedText.all()
    #expect(texts.count >= 40)
    let errors = Self.errors(
      texts, model: model, truth: { model == "gpt-4o" ? $0.o200k : $0.cl100k })
    let mean = errors.map { abs($0.error) }.reduce(0, +) / Double(errors.count)
    let worst = try #require(errors.max { abs($0.error) < abs($1.error) })
    for (kind, error) in errors where abs(error) > 20 {
      Issue.record("\(kind) is off by \(error) %")
    }
    #expect(mean <= 8)
    let summary = String(format: "%.1f %%, worst %+.1f %%", mean, worst.error)
    print("tokens for \(model), \(errors.count) kinds: mean \(summary) (\(worst.kind))")
  }

  @Test func `a model with an unknown tokenizer gets the mean of the two`() throws {
    for text in try CountedText.all() {
      let sizes = ["gpt-4o", "claude-sonnet-4", "gpt-4"].map {
        Meter.size(ofText: text.text, model: $0).tokensIn
      }
      #expect(abs(sizes[1] - (sizes[0] + sizes[2]) / 2) <= 2, "\(text.kind): \(sizes)")
    }
  }
}
