/// The model of a request and the tokens that it may be billed for, from its body alone.
package struct RequestSize: Sendable, Equatable {
  /// The model's name as the body has it; empty if it has none.
  package var model: String
  /// The estimated input tokens with chat overhead, never negative; see ``PromptMeter`` and
  /// ``TokenCosts``.
  package var tokensIn: Int
  /// The maximum number of output tokens; see ``OutputCeiling``.
  package var ceilingOut: Int

  package init(model: String, tokensIn: Int, ceilingOut: Int) {
    self.model = model
    self.tokensIn = tokensIn
    self.ceilingOut = ceilingOut
  }

  /// The maximum output tokens if the body sets no limit (API documentation of SkillBoss).
  package static let standardCeiling = 4096
}
