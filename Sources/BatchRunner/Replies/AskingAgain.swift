import Tokens

/// Which answers the user wants to be asked for again, and how.
package struct AskingAgain: Sendable, Equatable {
  /// An answer that was cut off: with twice the limit (`--retry-truncated`).
  package var truncated = false
  /// An empty answer: as it was (`--retry-empty`).
  package var empty = false
  /// An answer that does not fit ``Expectation`` is shown to the model with the complaint
  /// (`--correct`).
  package var corrects = false
  /// The limit that the API takes for requests without one; `nil`: it is not known.
  package var standardLimit: Int?

  package init() {}

  /// The limit of requests without `max_tokens` at this API; `nil`: it is not documented.
  package static func standardLimit(of endpoint: Endpoint) -> Int? {
    endpoint.origin == Endpoint.standardOrigin ? RequestSize.standardCeiling : nil
  }
}
