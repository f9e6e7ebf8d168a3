/// What the run needs to know of a usable answer: its token counts, and whether it was cut off.
package struct AnswerFacts: Sendable, Equatable {
  /// Tokens of the prompt, as the server reported them; `nil`: not reported.
  package var tokensIn: Int?
  /// Tokens of the answer, as the server reported them; `nil`: not reported.
  package var tokensOut: Int?
  /// At least one choice was cut off at `max_tokens`.
  package var isTruncated = false

  package init(tokensIn: Int? = nil, tokensOut: Int? = nil, isTruncated: Bool = false) {
    self.tokensIn = tokensIn
    self.tokensOut = tokensOut
    self.isTruncated = isTruncated
  }
}
