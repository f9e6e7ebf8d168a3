/// A response that is no answer, with what its error says: the input of all rules below.
struct Refusal {
  /// The HTTP status, or what an error inside a success counts as; `nil`: such an error names no
  /// status.
  let status: Int?
  let response: Response
  let error: APIError?
  let rate: RateNotice
  /// The error's words.
  let wording: Wording
  /// The codes, types and reasons in the error and the headers, in lower case.
  let labels: Set<String>

  /// `error`: of the response's body.
  init(_ response: Response, _ error: APIError?, _ rate: RateNotice) {
    let isInside = (200...299).contains(response.status)
    status = isInside ? Self.status(inside: error) : response.status
    self.response = response
    self.error = error
    self.rate = rate
    wording = Wording(error?.texts ?? [])
    var labels = error?.labels ?? []
    if let type = response.headers.others.rateLimitType { labels.insert(type.lowercased()) }
    self.labels = labels
  }

  /// The error stands in a response whose status says success.
  var isInside: Bool { (200...299).contains(response.status) }

  /// The server's words, or the status.
  var message: String {
    let words = error?.message ?? ""
    return words.isEmpty ? Failure.words(ofStatus: response.status) : words
  }

  func has(anyOf known: Set<String>) -> Bool { !labels.isDisjoint(with: known) }

  /// What an error inside a success counts as: its numeric code, or the status that services send
  /// with its type.
  static func status(inside error: APIError?) -> Int? {
    guard let error else { return nil }
    if let status = error.status { return status }
    return typicalStatus.first { !$0.labels.isDisjoint(with: error.labels) }?.status
  }

  private static let typicalStatus: [(status: Int, labels: Set<String>)] = [
    (401, ["authentication_error", "invalid_api_key", "unauthorized", "unauthenticated"]),
    (402, ["payment_required", "insufficient_credits"]),
    (
      429,
      [
        "rate_limit_exceeded", "rate_limit_error", "rate_limited", "rate_limit_reached_error",
        "too_many_requests", "throttling_error", "resource_exhausted", "insufficient_quota",
      ]
    ),
    (403, ["permission_error", "permission_denied", "forbidden"]),
    (404, ["not_found_error", "model_not_found", "not_found"]),
    (400, ["invalid_request_error", "invalid_argument", "bad_request"]),
    (504, ["timeout", "timeout_error", "deadline_exceeded", "gateway_timeout"]),
    (503, ["overloaded_error", "service_unavailable", "service_unavailable_error", "unavailable"]),
  ]
}

// MARK: - The order of the rules

extension Refusal {
  /// The rules in the order in which they are asked; the first that fits holds.
  private static let rules: [@Sendable (Refusal) -> Diagnosis?] = [
    { $0.keyIsNamed ? .keyRefused(message: $0.message) : nil },
    { $0.isOutOfBalance ? .insufficientBalance($0.shortfall) : nil },
    { $0.isBalanceThatReturns ? .balanceReturns($0.shortfall) : nil },
    { $0.status == 402 ? .insufficientBalance($0.shortfall) : nil },
    { $0.isKeyRefused ? .keyRefused(message: $0.message) : nil },
    { $0.hasNoAllowance ? .failed($0.failure) : nil },
    { $0.isTooLarge ? .tooLarge($0.failure) : nil },
    { $0.isPerhapsOutOfBalance ? .perhapsInsufficientBalance($0.shortfall) : nil },
    { $0.isSlowDown ? .slowDown($0.slowDown) : nil },
    { refusal in refusal.trouble.map { .unanswered(refusal.failure, $0) } },
  ]

  /// What the refusal means. Every refusal means something: what no rule knows is refused for good,
  /// or, inside a success, an unusable answer.
  var diagnosis: Diagnosis {
    for rule in Self.rules {
      if let diagnosis = rule(self) { return diagnosis }
    }
    return status == nil ? .unanswered(failure, .unusable) : .failed(failure)
  }

  /// The refusal as the reason of a job that fails.
  var failure: Failure {
    if isInside {
      return Failure(
        kind: .invalidResponse, message: "a success status with an error: \(message)",
        code: error?.code)
    }
    let location =
      response.headers.others.location.map { ", redirected to \(ErrorLine.clean($0))" } ?? ""
    return Failure(
      kind: .status(response.status), message: message + location, code: error?.code)
  }
}
