import Basics

/// How much a request asks the model to think (`reasoning_effort`, or `reasoning.effort`).
package enum ReasoningEffort: String, Sendable, CaseIterable {
  case none, minimal, low, medium, high, xhigh

  /// Reads a request body; `nil`: it does not say, or in a word that is not known.
  init?(_ outline: JSONOutline, _ body: UnsafeRawBufferPointer) {
    let nested = outline.member("reasoning", in: body).flatMap {
      outline.member("effort", of: $0, in: body)
    }
    guard let word = outline.member("reasoning_effort", in: body) ?? nested,
      let effort = Self.allCases.first(where: { outline.isString(word, $0.word, in: body) })
    else { return nil }
    self = effort
  }

  private var word: StaticString {
    switch self {
    case .none: "none"
    case .minimal: "minimal"
    case .low: "low"
    case .medium: "medium"
    case .high: "high"
    case .xhigh: "xhigh"
    }
  }
}
