import Basics

extension SandboxState {
  mutating func chat(
    _ request: SandboxRequest, at now: MonotonicInstant, unixSeconds: Double
  ) -> SandboxAnswer {
    noteArrival(now)
    if let refusal = refusal(of: request) { return refusal }
    guard (try? outline.read(request.body, depth: TokenRule.depth)) != nil else {
      return SandboxAnswer(status: 400, .invalidJSON)
    }
    guard let chat = ChatRequest(request.body, outline) else {
      return SandboxAnswer(status: 400, .badParameter)
    }
    let visit = Visit(request, chat, stats, seed: scenario.seed, now, unixSeconds)
    noteCopies(of: visit) { $0.received += 1 }
    var answer = serve(visit)
    if scenario.sendsRateLimitHeaders {
      answer.rate = rateLimit?.headers(at: now, unixSeconds: unixSeconds)
    }
    return answer
  }

  private mutating func refusal(of request: SandboxRequest) -> SandboxAnswer? {
    if request.body.count > scenario.bodyLimit { return SandboxAnswer(status: 413, .tooLarge) }
    if let refusal = keyRefusal(of: request) {
      note { $0.keyRefused += 1 }
      return refusal
    }
    return request.declaresJSON ? nil : SandboxAnswer(status: 415, .wrongContentType)
  }

  func keyRefusal(of request: SandboxRequest) -> SandboxAnswer? {
    switch keys.judge(request.authorization) {
    case .accepted: nil
    case .missing: SandboxAnswer(status: 401, .missingKey)
    case .refused: SandboxAnswer(status: 401, .wrongKey)
    }
  }

  /// Rate, concurrency, balance, bad luck, and then the model.
  private mutating func serve(_ visit: Visit) -> SandboxAnswer {
    var visit = visit
    let fault = faults.draw(using: &visit.dice)
    if let refusal = limitRefusal(of: visit, fault) { return refusal }
    noteStart(visit.now)
    visit.fixedText = fixedText ?? visit.formattedAnswer
    let wanted =
      visit.fixedText?.wordCount ?? Int(max(1, scenario.outputTokens.draw(using: &visit.dice)))
    visit.outputTokens = min(wanted, visit.chat.outputLimit)
    visit.isCut = wanted > visit.chat.outputLimit
    let price = price(of: visit)
    if let credits, credits < price {
      note { $0.unaffordable += 1 }
      return SandboxAnswer(
        status: scenario.emptyBalance.status,
        body: scenario.emptyBalance.body(required: price, available: credits))
    }
    note { $0.accepted += 1 }
    noteCopies(of: visit) { $0.accepted += 1 }
    holdPlace()
    if let fault { return stumble(fault, visit, price) }
    return answer(visit, price)
  }

  private mutating func limitRefusal(of visit: Visit, _ fault: Fault?) -> SandboxAnswer? {
    if rateLimit?.hasRoom(at: visit.now, unixSeconds: visit.unixSeconds) == false {
      note { $0.overRate += 1 }
      return tooMany(
        .rateLimited,
        rateLimit?.retryAfterSeconds(at: visit.now, unixSeconds: visit.unixSeconds))
    }
    if let most = scenario.concurrency, stats.concurrency >= most {
      note { $0.overConcurrency += 1 }
      return tooMany(.tooManyAtOnce, 1)
    }
    guard fault == .rateLimited || fault == .rateLimitedWithoutRetryAfter else { return nil }
    note { $0.faults += 1 }
    return tooMany(.rateLimited, fault == .rateLimited ? 1 + Int(visit.seed % 5) : nil)
  }

  private func tooMany(_ error: ErrorBody, _ retryAfterSeconds: Int?) -> SandboxAnswer {
    var answer = SandboxAnswer(status: 429, error)
    answer.retryAfterSeconds = retryAfterSeconds
    return answer
  }

  private func price(of visit: Visit) -> Credits {
    let price = scenario.price
    return Credits(
      price.perRequest + price.perInputToken * Double(visit.chat.inputTokens)
        + price.perOutputToken * Double(visit.outputTokens))
  }

  mutating func noteCopies(of visit: Visit, _ write: (inout SandboxStats.Copies) -> Void) {
    note { stats in
      write(&stats.byBody[visit.bodyHash, default: SandboxStats.Copies()])
      guard let key = visit.idempotencyHash else { return }
      write(&stats.byIdempotencyKey[key, default: SandboxStats.Copies()])
    }
  }
}
