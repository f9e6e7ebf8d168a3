/// What a model's answers cost, in US dollars.
package struct Price: Sendable, Equatable {
  /// Per million tokens.
  package var input: Double
  package var output: Double
  package var request: Double

  package init(input: Double, output: Double, request: Double = 0) {
    self.input = input
    self.output = output
    self.request = request
  }

  package func cost(tokensIn: Int, tokensOut: Int) -> Double {
    (Double(tokensIn) * input + Double(tokensOut) * output) / 1_000_000 + request
  }
}
