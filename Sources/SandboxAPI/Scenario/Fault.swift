/// An error that the server causes for a valid request.
package enum Fault: CaseIterable, Hashable, Sendable {
  /// A 429 with `Retry-After`, although no limit is reached.
  case rateLimited
  case rateLimitedWithoutRetryAfter
  /// A 500.
  case serverError
  /// A 503.
  case unavailable
  /// A 502 whose body is a web page, as a proxy sends it.
  case htmlBadGateway
  /// The request was read whole and charged, but the connection closes before a byte of the answer.
  case droppedBeforeAnswer
  /// The connection closes after half of the answer; charged.
  case droppedMidAnswer
  /// A complete HTTP response whose JSON is cut off; charged.
  case truncatedJSON
  /// A 200 with an empty body; charged.
  case emptyBody
  /// A 200 whose body is an error object.
  case errorInOK
  /// A 200 without `choices`; charged.
  case withoutChoices
  /// A 200 whose answer the model gave up: the finish reason is `error`, and a stream ends in its
  /// middle with an error event; charged.
  case givenUp

  /// The model has done the work, so the account pays.
  package var isCharged: Bool {
    switch self {
    case .rateLimited, .rateLimitedWithoutRetryAfter, .serverError, .unavailable, .htmlBadGateway,
      .errorInOK:
      false
    case .droppedBeforeAnswer, .droppedMidAnswer, .truncatedJSON, .emptyBody, .withoutChoices,
      .givenUp:
      true
    }
  }

  /// Chances for ``Scenario/faults``: this share of all requests fails, with every fault equally
  /// likely.
  package static func evenly(_ share: Double) -> [Fault: Double] {
    Dictionary(uniqueKeysWithValues: allCases.map { ($0, share / Double(allCases.count)) })
  }
}
