/// What a request may be billed for, as far as its body tells.
package struct RequestSize: Sendable, Equatable {
  /// As the body names it; empty where it names none.
  package var model: String
  /// Estimated, chat overhead included.
  package var tokensIn: Int
  /// The most that can be answered: `max_tokens` or `max_completion_tokens`, times `n`.
  package var ceilingOut: Int

  package init(model: String, tokensIn: Int, ceilingOut: Int) {
    self.model = model
    self.tokensIn = tokensIn
    self.ceilingOut = ceilingOut
  }

  /// What the server answers at most where the body sets no limit (API documentation of SkillBoss).
  package static let standardCeiling = 4096
}
