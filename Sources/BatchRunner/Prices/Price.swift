/// What a model's answers cost, in US dollars.
package struct Price: Sendable, Equatable {
  /// Per million tokens.
  package var input: Double
  package var output: Double
  package var request: Double
  /// `nil`: long prompts cost the same a token.
  package var long: Long?

  /// Prices per million tokens of a request, all of them, whose input is above so many tokens.
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

  package func cost(tokensIn: Int, tokensOut: Int) -> Double {
    guard let long, tokensIn > long.above else { return plain(tokensIn, tokensOut) }
    return (Double(tokensIn) * long.input + Double(tokensOut) * long.output) / 1_000_000 + request
  }

  /// The most that a request can cost which takes at most so many tokens.
  package func ceiling(tokensIn: Int, tokensOut: Int) -> Double {
    max(plain(tokensIn, tokensOut), cost(tokensIn: tokensIn, tokensOut: tokensOut))
  }

  private func plain(_ tokensIn: Int, _ tokensOut: Int) -> Double {
    (Double(tokensIn) * input + Double(tokensOut) * output) / 1_000_000 + request
  }
}
