/// What a run asks the limiter for.
package struct PermitRequest: Sendable, Equatable {
  /// What could start now, in the order in which it should.
  package var demand: [Demand]
  /// The most permits in all.
  package var most: Int
  /// The number of the latest ``Holds`` that the run knows.
  package var holdsKnown: Int
  /// From 1; a later request of the same run has a higher one.
  package var number: Int

  package init(
    _ demand: [Demand], upTo most: Int = .max, holdsKnown: Int = 0, number: Int = 0
  ) {
    self.demand = demand
    self.most = most
    self.holdsKnown = holdsKnown
    self.number = number
  }
}

/// What the limiter answers.
package struct PermitAnswer: Sendable {
  package var permits: [Permit]
  package var holdsNumber = 0
  /// What waits now; `nil`: the run knows it.
  package var holds: Holds?

  package init(permits: [Permit], holdsNumber: Int = 0, holds: Holds? = nil) {
    self.permits = permits
    self.holdsNumber = holdsNumber
    self.holds = holds
  }
}
