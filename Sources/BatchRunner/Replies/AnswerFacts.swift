/// What the run needs to know of a usable answer: its token counts, and what is special about it.
package struct AnswerFacts: Sendable, Equatable {
  /// Tokens of the prompt, as the server reported them; `nil`: not reported.
  package var tokensIn: Int?
  /// Tokens of the answer, as the server reported them; `nil`: not reported.
  package var tokensOut: Int?
  package var flags: AnswerFlags = []
  /// The one of the expected labels that the answer names; `nil`: none is expected.
  package var label: String?

  package init(
    tokensIn: Int? = nil, tokensOut: Int? = nil, flags: AnswerFlags = [], label: String? = nil
  ) {
    self.tokensIn = tokensIn
    self.tokensOut = tokensOut
    self.flags = flags
    self.label = label
  }

  /// At least one choice was cut off at `max_tokens`.
  package var isTruncated: Bool { flags.contains(.truncated) }
  /// A content filter of the server ended at least one choice.
  package var isFiltered: Bool { flags.contains(.filtered) }
  /// No choice has a text, a tool call or a refusal, or another content.
  package var isEmpty: Bool { flags.contains(.empty) }
}
