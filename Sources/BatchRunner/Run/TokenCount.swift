/// The tokens in of requests as they were estimated, and as the answers tell them.
package struct TokenCount: Sendable, Equatable {
  package private(set) var answers = 0
  package private(set) var estimated = 0
  package private(set) var actual = 0

  package init() {}

  package mutating func add(estimated: Int, actual: Int) {
    answers += 1
    self.estimated += min(max(0, estimated), TokenUsage.mostTokens)
    self.actual += actual
  }
}
