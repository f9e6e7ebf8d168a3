/// What a request may be billed for, as far as its body tells.
package struct RequestSize: Sendable, Equatable {
  /// As the body names it; empty where it names none.
  package var model: String
  /// Estimated, chat overhead included; see ``PromptMeter`` and ``TokenCosts``. Never below zero.
  package var tokensIn: Int
  /// The most that can be answered; see ``OutputCeiling``.
  package var ceilingOut: Int

  package init(model: String, tokensIn: Int, ceilingOut: Int) {
    self.model = model
    self.tokensIn = tokensIn
    self.ceilingOut = ceilingOut
  }

  /// What the server answers at most where the body sets no limit (API documentation of SkillBoss).
  package static let standardCeiling = 4096
}
