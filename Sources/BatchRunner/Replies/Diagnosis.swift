/// What a reply means.
package enum Diagnosis: Sendable, Equatable {
  case succeeded(Answer)
  /// A whole answer, paid for, that is not what the user expects; another attempt may fare better.
  case unexpected(Answer, Failure)
  /// The account's balance is not enough. The job is still to do.
  case insufficientBalance(BalanceShortfall)
  /// The key that it carried is not accepted. The job is still to do.
  case keyRefused(message: String)
  /// Too many requests. The job is still to do.
  case rateLimited
  /// Another attempt may fare better.
  case unanswered(Failure, Trouble)
  /// No other attempt would fare better.
  case failed(Failure)
  /// Stopped by our own guard; nothing left.
  case held
  /// Dropped by our own abort.
  case dropped(mayBePaid: Bool)

  /// What an attempt without a usable answer says about the service.
  package enum Trouble: Sendable, Equatable {
    /// Nobody was reached, and nothing left: no job's fault.
    case unreachable
    /// The server turned it down, and so did not charge for it.
    case refused
    /// It had left, and may have been charged for.
    case ambiguous
    /// A complete answer that cannot be used; it may have been charged for.
    case unusable
  }

  /// Whether another attempt is worth while after this status.
  package static func isRetried(_ status: Int) -> Bool {
    switch status {
    case 408, 409, 425, 429, 500...599: true
    default: false
    }
  }
}

// MARK: - Judging

extension Diagnosis {
  package init(
    on reply: Reply, _ body: ResponseBody?, expecting expectation: Expectation = Expectation()
  ) {
    switch reply.result {
    case .success(let response):
      self = Diagnosis(on: response, body ?? ResponseBody(response.body))
      guard case .succeeded(let answer) = self,
        let complaint = expectation.complaint(about: answer, in: response.body)
      else { return }
      self = .unexpected(answer, Failure(kind: .unexpectedAnswer, message: complaint))
    case .failure(let error): self = Diagnosis(on: error, left: reply.leftAt != nil)
    }
  }

  private init(on response: Response, _ body: ResponseBody) {
    let message = body.error?.message ?? "HTTP status \(response.status)"
    if response.status == 402 || body.isAboutBalance(status: response.status) {
      self = .insufficientBalance(
        BalanceShortfall(
          message: message, requiredCredits: body.requiredCredits,
          availableCredits: body.availableCredits))
      return
    }
    switch response.status {
    case 200...299:
      self = Diagnosis(onSuccess: body)
    case 401:
      self = .keyRefused(message: message)
    case 429:
      self = .rateLimited
    case let status:
      let location = response.headers.location.map { ", redirected to \($0)" } ?? ""
      let failure = Failure(
        kind: .status(status), message: message + location, code: body.error?.code)
      self = Self.isRetried(status) ? .unanswered(failure, .refused) : .failed(failure)
    }
  }

  private init(onSuccess body: ResponseBody) {
    if body.hasChoices {
      self = .succeeded(body.answer)
    } else if let error = body.error {
      self = .unanswered(
        Failure(
          kind: .invalidResponse, message: "an error inside a success: \(error.message)",
          code: error.code), .unusable)
    } else {
      let message = body.isJSON ? "it has no choices" : body.problem
      self = .unanswered(Failure(kind: .invalidResponse, message: message), .unusable)
    }
  }

  private init(on error: TransportError, left: Bool) {
    let trouble: Trouble = left ? .ambiguous : .unreachable
    switch error.kind {
    case .connectionFailed:
      self = .unanswered(Failure(kind: .connectionFailed, message: error.message), trouble)
    case .tls:
      self = .unanswered(Failure(kind: .tls, message: error.message), trouble)
    case .timeout:
      self = .unanswered(Failure(kind: .timeout, message: error.message), trouble)
    case .malformed:
      self = .unanswered(Failure(kind: .invalidResponse, message: error.message), trouble)
    case .tooLarge:
      self = .unanswered(Failure(kind: .responseTooLarge, message: error.message), .unusable)
    case .held:
      self = .held
    case .cancelled:
      self = .dropped(mayBePaid: left)
    }
  }
}
