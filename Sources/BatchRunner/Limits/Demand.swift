/// How many requests of one model a run could start now.
package struct Demand: Sendable, Equatable {
  package let model: String
  package var count: Int
  /// The tokens of each request, in their order, as they count against limits of tokens; empty:
  /// there are no such limits.
  package var tokens: [Int]

  package init(_ model: String, _ count: Int, tokens: [Int] = []) {
    self.model = model
    self.count = count
    self.tokens = tokens
  }

  /// Of the request with this index.
  func tokens(of index: Int) -> Int { index < tokens.count ? tokens[index] : 0 }
}

extension [Demand] {
  /// Adds requests of this model behind the others.
  mutating func add(_ model: String, _ count: Int, tokens: [Int] = []) {
    if last?.model == model {
      self[self.count - 1].count += count
      self[self.count - 1].tokens += tokens
    } else {
      append(Demand(model, count, tokens: tokens))
    }
  }
}

/// What one request counts against limits of tokens (`--tpm`, `--tpd`) until its answer tells.
package struct TokenWeight: Sendable, Equatable {
  /// The estimated tokens in.
  package var tokensIn = 0
  /// The most tokens out that the body allows; `nil`: it sets no limit.
  package var mostOut: Int?

  /// Nothing is counted.
  package static let zero = TokenWeight(tokensIn: 0, mostOut: 0)
  /// Counted for the answer where the body sets no limit and no answer has told its tokens yet.
  package static let assumedOut = 1000

  package init(tokensIn: Int, mostOut: Int?) {
    self.tokensIn = tokensIn
    self.mostOut = mostOut
  }

  /// `usualOut`: the mean tokens out of the answers so far; `nil`: none has come.
  package func tokens(usualOut: Int?) -> Int {
    let out = mostOut ?? usualOut ?? Self.assumedOut
    let (sum, isTooLarge) = max(0, tokensIn).addingReportingOverflow(max(0, out))
    return isTooLarge ? .max : sum
  }
}
