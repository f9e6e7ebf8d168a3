/// The model of a request and the tokens that it may be billed for, from its body alone.
package struct RequestSize: Sendable, Equatable {
  /// The model's name as the body has it; empty if it has none.
  package var model: String
  /// The estimated input tokens with chat overhead, never negative; see ``PromptMeter`` and
  /// ``TokenCosts``.
  package var tokensIn: Int
  /// The most input tokens that the request can have, besides ``unbounded``; at least ``tokensIn``.
  ///
  /// Every tokenizer here has at most one token for each byte of UTF-8.
  package var mostIn: Int
  /// Parts of the request that may have any number of tokens. ``mostIn`` has only their estimate.
  package var unbounded: UnboundedParts
  /// The maximum number of output tokens that are billed; `nil` if the body sets none. See
  /// ``OutputCeiling``.
  package var ceilingOut: Int?
  /// The number of answers that the request asks for (`n`), at least 1.
  package var answers: Int
  /// How much the request asks the model to think; `nil`: it does not say.
  package var effort: ReasoningEffort?
  package var terms: BillingTerms

  /// Without `mostIn` it is `tokensIn`.
  package init(
    model: String, tokensIn: Int, mostIn: Int? = nil, unbounded: UnboundedParts = UnboundedParts(),
    ceilingOut: Int?, answers: Int = 1, effort: ReasoningEffort? = nil,
    terms: BillingTerms = BillingTerms()
  ) {
    self.model = model
    self.tokensIn = tokensIn
    self.mostIn = max(tokensIn, mostIn ?? tokensIn)
    self.unbounded = unbounded
    self.ceilingOut = ceilingOut
    self.answers = answers
    self.effort = effort
    self.terms = terms
  }

  /// The maximum output tokens of all answers, if the API allows `standard` tokens for an answer
  /// where the body sets no limit.
  package func ceilingOut(standard: Int) -> Int {
    ceilingOut ?? OutputCeiling.product(standard, answers)
  }

  /// The maximum output tokens of one answer if the body sets no limit (API documentation of
  /// SkillBoss).
  package static let standardCeiling = 4096
}
