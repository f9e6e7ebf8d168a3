/// What a model's answers cost, in US dollars.
package struct Price: Sendable, Equatable {
  /// Dollars per million tokens of the prompt.
  package var input: Double
  /// Dollars per million tokens of the answer.
  package var output: Double
  /// Dollars per request, in addition to its tokens.
  package var request: Double
  /// The prices of long prompts; `nil`: they cost the same per token.
  package var long: Long?

  /// The prices of a request whose prompt has more than ``above`` tokens, in dollars per million
  /// tokens. They hold for all of its tokens, not only for those above the bound.
  package struct Long: Sendable, Equatable {
    package var above: Int
    package var input: Double
    package var output: Double

    package init(above: Int, input: Double, output: Double) {
      self.above = above
      self.input = input
      self.output = output
    }
  }

  package init(input: Double, output: Double, request: Double = 0, long: Long? = nil) {
    self.input = input
    self.output = output
    self.request = request
    self.long = long
  }

  /// The cost of an answer in dollars.
  package func cost(tokensIn: Int, tokensOut: Int) -> Double {
    guard let long, tokensIn > long.above else { return plain(tokensIn, tokensOut) }
    return (Double(tokensIn) * long.input + Double(tokensOut) * long.output) / 1_000_000 + request
  }

  /// The most that a request with at most these tokens can cost, in dollars.
  package func ceiling(tokensIn: Int, tokensOut: Int) -> Double {
    max(plain(tokensIn, tokensOut), cost(tokensIn: tokensIn, tokensOut: tokensOut))
  }

  /// The cost at the prices of a short prompt.
  private func plain(_ tokensIn: Int, _ tokensOut: Int) -> Double {
    (Double(tokensIn) * input + Double(tokensOut) * output) / 1_000_000 + request
  }
}
