/// An API whose batch lines can become chat requests.
package enum BatchSource: String, CaseIterable, Sendable {
  /// Anthropic's Messages API; also as Amazon Bedrock and Vertex AI wrap it.
  case anthropic
  /// The Gemini API and Vertex AI.
  case gemini
  /// Chat requests already, with or without an envelope.
  case openai

  /// The members that may hold the request, the usual one first.
  var envelopes: [String] {
    switch self {
    case .anthropic: ["params", "modelInput", "request"]
    case .gemini: ["request"]
    case .openai: ["body"]
    }
  }
}
