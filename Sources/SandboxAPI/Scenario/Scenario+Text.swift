extension Scenario {
  /// What the model says.
  package enum Text: Sendable, Equatable {
    /// Words of the last message in another order, so the answer is in the language of the request.
    /// Where a `response_format` asks for JSON, a plausible object that fits its schema.
    case echo
    /// Always this text, one token a word; ``Scenario/outputTokens`` is not asked.
    case fixed(String)
  }
}
