/// What the run needs to know of a usable answer: its tokens and cost, and what is special about it.
package struct AnswerFacts: Sendable, Equatable {
  /// What the answer says about its tokens and its cost.
  package var usage: TokenUsage
  package var flags: AnswerFlags
  /// The one of the expected labels that the answer names; `nil`: none is expected.
  package var label: String?

  package init(
    _ usage: TokenUsage = TokenUsage(), flags: AnswerFlags = [], label: String? = nil
  ) {
    self.usage = usage
    self.flags = flags
    self.label = label
  }

  package init(tokensIn: Int?, tokensOut: Int? = nil, flags: AnswerFlags = []) {
    self.init(TokenUsage(tokensIn: tokensIn, tokensOut: tokensOut), flags: flags)
  }

  /// Tokens of the prompt; `nil`: not known.
  package var tokensIn: Int? { usage.tokensIn }
  /// Tokens of the answer; `nil`: not known.
  package var tokensOut: Int? { usage.tokensOut }

  /// At least one choice was cut off at `max_tokens`.
  package var isTruncated: Bool { flags.contains(.truncated) }
  /// A content filter of the server ended at least one choice.
  package var isFiltered: Bool { flags.contains(.filtered) }
  /// No choice has a text, a tool call or a refusal, or another content.
  package var isEmpty: Bool { flags.contains(.empty) }
}
