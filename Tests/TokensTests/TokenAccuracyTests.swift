import Foundation
import TestTools
import Testing
import Tokens

@Suite struct TokenAccuracyTests {
  /// A model, its vocabulary in the tables of true counts, and the largest mean error in percent: of
  /// the texts in `Samples/texts`, and of those in `Samples/short-texts`.
  private static let families: [(model: String, vocabulary: String, most: Double, short: Double)] =
    [
      ("gpt-4o", "o200k", 5, 5.5), ("gpt-oss-20b", "o200k", 5, 5.5), ("gpt-4", "cl100k", 4, 4.5),
      ("claude-2.1", "claude2", 4, 4.5), ("claude-sonnet-4-5", "claude3", 4.5, 4.5),
      ("claude-opus-4.7", "claude47", 4, 4), ("claude-sonnet-5", "claude47", 4, 4),
      ("gemini-2.5-pro", "gemma", 5, 5.5), ("gemma-3-27b-it", "gemma", 5, 5.5),
      ("llama-3.3-70b", "llama3", 4.5, 4.5), ("llama-4-scout", "llama4", 5, 6),
      ("qwen2.5-7b", "qwen3", 4, 4.5), ("qwen3-max", "qwen3", 4, 4.5),
      ("qwen3.5-plus", "qwen35", 5, 6), ("deepseek-chat", "deepseek", 4.5, 6),
      ("mistral-large-2512", "tekken", 4.5, 5.5), ("mixtral-8x7b", "mistralSP", 4, 4.5),
    ]

  @Test(arguments: families)
  func `texts that nothing was fitted to are off by 5 or 6 % on average, by 20 % at worst`(
    model: String, vocabulary: String, most: Double, short: Double
  ) throws {
    for (texts, count, most) in [
      (try CountedText.all(), 86, most), (try CountedText.short(), 59, short),
    ] {
      #expect(texts.count == count)
      let errors = try texts.map { text in
        let truth = Double(try #require(text.counts[vocabulary]))
        let size = Meter.size(ofText: text.text, model: model)
        #expect(Double(size.mostIn) >= truth, "\(text.kind): the bound is too low")
        return (
          kind: text.kind,
          percent: (Double(Meter.tokens(ofText: text.text, model: model)) / truth - 1) * 100
        )
      }
      let mean = errors.map { abs($0.percent) }.reduce(0, +) / Double(errors.count)
      let square = errors.map { $0.percent * $0.percent }.reduce(0, +) / Double(errors.count)
      for (kind, percent) in errors where abs(percent) > 20 {
        Issue.record("\(kind) is off by \(percent) %")
      }
      #expect(mean <= most)
      // The stated error must be neither too small nor much too large.
      let stated = TokenFamily(model: model).relativeError * 100
      #expect((square.squareRoot()...2 * square.squareRoot()).contains(stated))
      let worst = try #require(errors.max { abs($0.percent) < abs($1.percent) })
      print(
        "\(count) texts for \(model): "
          + String(
            format: "mean %.1f %%, root mean square %.1f %%, worst %+.1f %% (", mean,
            square.squareRoot(), worst.percent) + worst.kind + ")")
    }
  }

  @Test func `a model with an unknown tokenizer is in the middle of those that are known`() throws {
    for text in try CountedText.all() {
      let sizes = ["gpt-4o", "llama-3.3", "qwen3-max", "deepseek-chat"].map {
        Meter.tokens(ofText: text.text, model: $0)
      }
      let middle = Meter.tokens(ofText: text.text, model: "kimi-k2")
      #expect(abs(middle - sizes.reduce(0, +) / 4) <= 2 + middle / 50, "\(text.kind): \(sizes)")
    }
    #expect(TokenFamily.middle.relativeError >= 0.2)
  }

  @Test(arguments: TokenFamily.Vocabulary.allCases)
  func `no text of one character has more tokens than its bytes`(
    vocabulary: TokenFamily.Vocabulary
  ) throws {
    let family = try #require(TokenFamily.allCases.first { $0.vocabulary == vocabulary })
    let model = try #require(TokenFamilyTests.names.first { $0.family == family }?.model)
    for scalar in ["a", "é", "ა", "አ", "ក", "အ", "ﷺ", "\u{1F9FF}", "𓀀", "\u{10FFFF}"] {
      let text = String(repeating: scalar, count: 40)
      let size = Meter.size(ofText: text, model: model)
      #expect(size.mostIn >= size.tokensIn)
      #expect(size.mostIn >= text.utf8.count)
    }
  }
}
