import BatchRunner

extension Scenario {
  /// What an answer costs: the sum of three parts, in credits.
  package struct Price: Sendable, Equatable {
    package var perRequest: Double
    package var perInputToken: Double
    package var perOutputToken: Double

    package init(perRequest: Double = 1, perInputToken: Double = 0, perOutputToken: Double = 0) {
      self.perRequest = perRequest
      self.perInputToken = perInputToken
      self.perOutputToken = perOutputToken
    }
  }
}
