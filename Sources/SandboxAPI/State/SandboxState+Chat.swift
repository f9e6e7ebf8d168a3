import Basics

extension SandboxState {
  /// Answers a chat request and counts it.
  mutating func chat(
    _ request: SandboxRequest, at now: MonotonicInstant, unixSeconds: Double
  ) -> SandboxAnswer {
    recordArrival(now)
    if let refusal = refusal(of: request) { return refusal }
    guard (try? outline.read(request.body, depth: TokenRule.depth)) != nil else {
      return SandboxAnswer(status: 400, .invalidJSON)
    }
    guard let chat = ChatRequest(request.body, outline) else {
      return SandboxAnswer(status: 400, .badParameter)
    }
    let exchange = ChatExchange(request, chat, stats, seed: scenario.seed, now, unixSeconds)
    updateCopies(of: exchange) { $0.received += 1 }
    var answer = serve(exchange)
    if scenario.sendsRateLimitHeaders {
      answer.rate = rateLimit?.headers(at: now, unixSeconds: unixSeconds)
    }
    return answer
  }

  /// The refusal of a request before its body is read; `nil` if it is not refused.
  private mutating func refusal(of request: SandboxRequest) -> SandboxAnswer? {
    if request.body.count > scenario.bodyLimit { return SandboxAnswer(status: 413, .tooLarge) }
    if let refusal = keyRefusal(of: request) {
      updateStats { $0.keyRefused += 1 }
      return refusal
    }
    return request.declaresJSON ? nil : SandboxAnswer(status: 415, .wrongContentType)
  }

  /// The refusal of a request without an accepted key; `nil` if its key is accepted.
  func keyRefusal(of request: SandboxRequest) -> SandboxAnswer? {
    switch keys.check(request.authorization) {
    case .accepted: nil
    case .missing: SandboxAnswer(status: 401, .missingKey)
    case .refused: SandboxAnswer(status: 401, .wrongKey)
    }
  }

  /// Checks the rate limit, the concurrency and the balance. Then the scenario's fault happens, or
  /// the model answers.
  private mutating func serve(_ exchange: ChatExchange) -> SandboxAnswer {
    var exchange = exchange
    // Drawn before the limits are checked, because two of the faults are a 429.
    let fault = faults.draw(using: &exchange.random)
    if let refusal = limitRefusal(of: exchange, fault) { return refusal }
    recordStart(exchange.now)
    exchange.fixedText = fixedText(of: exchange) ?? exchange.formattedAnswer
    let wanted =
      exchange.fixedText?.wordCount
      ?? Int(max(1, scenario.outputTokens.draw(using: &exchange.random)))
    exchange.outputTokens = min(wanted, exchange.chat.outputLimit)
    exchange.isCut = wanted > exchange.chat.outputLimit
    let price = price(of: exchange)
    if let credits, credits < price {
      updateStats { $0.unaffordable += 1 }
      return SandboxAnswer(
        status: scenario.emptyBalance.status,
        body: scenario.emptyBalance.body(required: price, available: credits))
    }
    updateStats { $0.accepted += 1 }
    updateCopies(of: exchange) { $0.accepted += 1 }
    countConcurrentRequest()
    if let fault { return answerWithFault(fault, exchange, price) }
    return answer(exchange, price)
  }

  /// The text that the scenario gives; `nil`: it leaves that to the request.
  private func fixedText(of exchange: ChatExchange) -> FixedText? {
    guard !fixedTexts.isEmpty else { return nil }
    var random = SplitMix64(seed: exchange.textSeed)
    return fixedTexts[random.index(below: fixedTexts.count)]
  }

  /// A 429 because of a limit, or because the fault says so; `nil` if there is none.
  private mutating func limitRefusal(of exchange: ChatExchange, _ fault: Fault?) -> SandboxAnswer? {
    if rateLimit?.allowsStart(at: exchange.now, unixSeconds: exchange.unixSeconds) == false {
      updateStats { $0.overRate += 1 }
      return tooMany(.rateLimited, retryAfterSeconds(exchange))
    }
    if let most = scenario.concurrency, stats.concurrency >= most {
      updateStats { $0.overConcurrency += 1 }
      return tooMany(.tooManyAtOnce, 1)
    }
    guard fault == .rateLimited || fault == .rateLimitedWithoutRetryAfter else { return nil }
    updateStats { $0.faults += 1 }
    return tooMany(.rateLimited, fault == .rateLimited ? 1 + Int(exchange.seed % 5) : nil)
  }

  /// `nil`: the header is missing.
  private func retryAfterSeconds(_ exchange: ChatExchange) -> Int? {
    switch scenario.retryAfter {
    case .untilReset:
      rateLimit?.retryAfterSeconds(at: exchange.now, unixSeconds: exchange.unixSeconds)
    case .seconds(let seconds): seconds
    case .none: nil
    }
  }

  private func tooMany(_ error: ErrorBody, _ retryAfterSeconds: Int?) -> SandboxAnswer {
    var answer = SandboxAnswer(status: 429, error)
    answer.retryAfterSeconds = retryAfterSeconds
    return answer
  }

  /// What the answer costs.
  private func price(of exchange: ChatExchange) -> Credits {
    let price = scenario.price
    return Credits(
      price.perRequest + price.perInputToken * Double(exchange.chat.inputTokens)
        + price.perOutputToken * Double(exchange.outputTokens))
  }

  /// Changes the counts of the request's body and of its idempotency key.
  mutating func updateCopies(
    of exchange: ChatExchange, _ write: (inout SandboxStats.Copies) -> Void
  ) {
    updateStats { stats in
      write(&stats.byBody[exchange.bodyHash, default: SandboxStats.Copies()])
      guard let key = exchange.idempotencyHash else { return }
      write(&stats.byIdempotencyKey[key, default: SandboxStats.Copies()])
    }
  }
}
