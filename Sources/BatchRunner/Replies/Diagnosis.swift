/// What a reply means for its job. ``RunState`` decides by it what happens next.
package enum Diagnosis: Sendable, Equatable {
  /// A usable answer.
  case succeeded(AnswerFacts)
  /// A complete answer that was paid for, but is not what the user expects (`--expect`). Another
  /// attempt may bring a better one.
  case unexpected(AnswerFacts, Failure)
  /// The account's balance is not enough. The job is still to do.
  case insufficientBalance(BalanceShortfall)
  /// A 429 that some services send for an empty balance and others for a rate limit. Probes find
  /// out which of the two it is. The job is still to do.
  case perhapsInsufficientBalance(BalanceShortfall)
  /// Status 402 with a wait: the balance comes back by itself, for example once requests in flight
  /// have ended. The job is still to do.
  case balanceReturns(BalanceShortfall)
  /// The server does not accept the key of the request. The job is still to do.
  case keyRefused(message: String)
  /// Too many requests. The job is still to do.
  case slowDown(SlowDown)
  /// This one request asks for more than the limit allows, however long it waits.
  case tooLarge(Failure)
  /// There is no usable answer, but another attempt may bring one.
  case unanswered(Failure, Trouble)
  /// There is no usable answer, and another attempt would not bring one.
  case failed(Failure)
  /// Our own ``Gate`` stopped the request; nothing was sent.
  case held
  /// The run cancelled the request.
  case dropped(mayBePaid: Bool)

  /// What an attempt without a usable answer says about the service.
  package enum Trouble: Sendable, Equatable {
    /// The server was not reached and nothing was sent, so the job cannot be the cause.
    case unreachable
    /// The server rejected the request, so it did not charge for it.
    case refused
    /// The request was sent and no response came; it may have been charged for.
    case ambiguous
    /// A response came that cannot be used; it may have been charged for.
    case unusable
  }

  /// Whether another attempt can help after this status.
  package static func isRetried(_ status: Int) -> Bool {
    switch status {
    case 408, 409, 425, 429, 498, 500...599: true
    default: false
    }
  }
}

// MARK: - Diagnosing

extension Diagnosis {
  /// `body`: the response's body, if it is parsed already; otherwise it is parsed here. `rate`: what
  /// the response says about waiting; without it, times of the wall clock do not count.
  package init(
    on reply: Reply, _ body: ResponseBody?, _ rate: RateNotice? = nil,
    expecting expectation: Expectation = Expectation()
  ) {
    switch reply.result {
    case .success(let response):
      let body = body ?? ResponseBody(response.body)
      self = Diagnosis(on: response, body, rate ?? RateNotice(response, body, wall: 0))
      guard case .succeeded(var answer) = self, !expectation.isEmpty else { return }
      let found = expectation.finding(answer, in: body.mended?.json ?? response.body)
      if let misfit = found.misfit {
        let failure = Failure(kind: .unexpectedAnswer, message: misfit.complaint)
        self = .unexpected(answer, failure)
      } else {
        answer.label = found.label
        self = .succeeded(answer)
      }
    case .failure(let error): self = Diagnosis(on: error, left: reply.leftAt != nil)
    }
  }

  /// For a complete response. A text that a model wrote can speak of an empty balance too, so only a
  /// response without an answer is a refusal.
  private init(on response: Response, _ body: ResponseBody, _ rate: RateNotice) {
    guard (200...299).contains(response.status) else {
      self = Refusal(response, body.error, rate).diagnosis
      return
    }
    guard let problem = body.answerProblem else {
      var answer = body.answer
      answer.usage.cost = answer.usage.cost ?? response.headers.reportedCost
      self = .succeeded(answer)
      return
    }
    if body.isJSON, body.error != nil {
      self = Refusal(response, body.error, rate).diagnosis
      // A part of an answer that came before the error may have been charged.
      if case .unanswered(let failure, .refused) = self, body.hasAnswer {
        self = .unanswered(failure, .ambiguous)
      }
      return
    }
    self = .unanswered(Failure(kind: .invalidResponse, message: problem), .unusable)
  }

  /// For an attempt without a complete response. `left`: the request's first byte had left.
  private init(on error: TransportError, left: Bool) {
    let trouble: Trouble = left ? .ambiguous : .unreachable
    switch error.kind {
    case .connectionFailed:
      self = .unanswered(Failure(kind: .connectionFailed, message: error.message), trouble)
    case .tls:
      self = .unanswered(Failure(kind: .tls, message: error.message), trouble)
    case .timeout:
      self = .unanswered(Failure(kind: .timeout, message: error.message), trouble)
    case .malformed, .unknownEncoding:
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
