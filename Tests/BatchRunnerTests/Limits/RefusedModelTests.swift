import Basics
import Testing

@testable import BatchRunner

@Suite struct RefusedModelTests {
  /// Starts the models by turns, and returns at which refusal of the first one the limit counts as its
  /// own; `nil`: never.
  private func refusals(of models: [String], most: Int = 50) -> Int? {
    var refused = RefusedModel()
    for count in 1...most {
      for model in models { refused.started(model) }
      if refused.turnedDown(models[0]) { return count }
    }
    return nil
  }

  @Test func `the rarer a model is, the fewer of its refusals show that the limit is its own`() {
    let counts = [
      ["a", "a", "a", "b"], ["a", "b"], ["a", "b", "b", "b"], ["a"] + (1...99).map(String.init),
    ]
    .map { refusals(of: $0) ?? .max }
    #expect(counts.allSatisfy { $0 <= 20 } && counts == counts.sorted(by: >), "\(counts)")
    #expect(counts[3] >= 2)
  }

  @Test
  func `a single model has the account's limit`() {
    #expect(refusals(of: ["a"], most: 5000) == nil)
  }

  /// Models whose starts are all alike turned down as often as they start.
  @Test func `chance seldom takes the account's limit for a model's`() {
    var dice = SplitMix64(seed: UInt64.random(in: 0...1 << 40))
    var (separated, trials) = (0, 0)
    for _ in 0..<2000 {
      var refused = RefusedModel()
      trials += 1
      for _ in 0..<200 {
        let model = String(Int.random(in: 0..<3, using: &dice))
        refused.started(model)
        if Int.random(in: 0..<10, using: &dice) == 0, refused.turnedDown(model) {
          separated += 1
          break
        }
      }
    }
    print("pace: \(separated) of \(trials) runs with 20 refusals took the limit for a model's")
    #expect(separated * 10 < trials)
  }
}
