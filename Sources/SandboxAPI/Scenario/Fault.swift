/// What can go wrong with a request that broke no rule.
package enum Fault: CaseIterable, Hashable, Sendable {
  /// A 429 with `Retry-After`, beside the limits.
  case rateLimited
  case rateLimitedWithoutRetryAfter
  case serverError
  case unavailable
  case htmlBadGateway
  /// The request was read whole, and charged, but no byte of an answer comes.
  case droppedBeforeAnswer
  /// Half of what was announced comes; charged.
  case droppedMidAnswer
  /// A complete HTTP response whose JSON breaks off; charged.
  case truncatedJSON
  /// A 200 with nothing behind it; charged.
  case emptyBody
  /// A 200 whose body is an error.
  case errorInOK
  /// A 200 whose `choices` are missing; charged.
  case withoutChoices

  /// The model has worked, so the account pays.
  package var isCharged: Bool {
    switch self {
    case .rateLimited, .rateLimitedWithoutRetryAfter, .serverError, .unavailable, .htmlBadGateway,
      .errorInOK:
      false
    case .droppedBeforeAnswer, .droppedMidAnswer, .truncatedJSON, .emptyBody, .withoutChoices: true
    }
  }

  /// This share of all requests fails, in each way alike.
  package static func evenly(_ share: Double) -> [Fault: Double] {
    Dictionary(uniqueKeysWithValues: allCases.map { ($0, share / Double(allCases.count)) })
  }
}
