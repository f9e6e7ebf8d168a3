extension Scenario {
  /// What the model answers.
  package enum Text: Sendable, Equatable {
    /// Words of the last message in random order, so the answer is in the language of the request.
    /// If `response_format` asks for JSON, an object that fits its schema.
    case echo
    /// Always this text, with one token per word. ``Scenario/outputTokens`` has no effect.
    case fixed(String)
    /// One of these texts, the same one for the same request. Must not be empty.
    case oneOf([String])
  }
}
