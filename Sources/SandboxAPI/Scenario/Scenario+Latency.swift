import Basics

extension Scenario {
  /// How long the model takes to answer: ``base`` plus a time for each output token.
  package struct Latency: Sendable {
    /// In seconds.
    package var base: Distribution
    package var perOutputToken: Duration

    package init(base: Distribution = .fixed(0), perOutputToken: Duration = .zero) {
      self.base = base
      self.perOutputToken = perOutputToken
    }

    package static func fixed(_ duration: Duration) -> Latency {
      Latency(base: .fixed(duration / .seconds(1)))
    }

    /// Like a small model: half of the answers take less than 0.8 s, one of fifty more than 3 s.
    package static let lifelike = Latency(base: .logNormal(median: 0.8, sigma: 0.65))

    func draw(outputTokens: Int, using random: inout SplitMix64) -> Duration {
      let seconds = min(max(0, base.draw(using: &random)), 1e9)
      return .nanoseconds(Int64(seconds * 1e9)) + perOutputToken * outputTokens
    }
  }
}
