package import Basics

/// Another request for a job that has an answer, because an option asks for a better one.
package struct FollowUp: Sendable, Equatable {
  /// What is wrong with the answer.
  package enum Reason: String, Sendable, CaseIterable {
    case truncated, empty
    case unexpected = "unexpected_answer"
  }

  package let reason: Reason
  @Rare package private(set) var edits: BodyEdits
  /// What the request counts at most.
  package let ceiling: AttemptCeiling

  package init(
    _ reason: Reason, _ edits: BodyEdits = BodyEdits(), ceiling: AttemptCeiling = .zero
  ) {
    self.reason = reason
    _edits = Rare(wrappedValue: edits)
    self.ceiling = ceiling
  }
}
