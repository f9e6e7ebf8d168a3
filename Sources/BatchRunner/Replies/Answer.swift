/// What a usable answer says of itself.
package struct Answer: Sendable, Equatable {
  /// As reported; `nil`: not reported.
  package var tokensIn: Int?
  package var tokensOut: Int?
  /// It was cut off at `max_tokens`.
  package var isTruncated = false

  package init(tokensIn: Int? = nil, tokensOut: Int? = nil, isTruncated: Bool = false) {
    self.tokensIn = tokensIn
    self.tokensOut = tokensOut
    self.isTruncated = isTruncated
  }
}
