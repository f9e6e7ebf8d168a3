extension SandboxState {
  /// The model's answer: charges `price` and counts the tokens.
  mutating func answer(
    _ exchange: ChatExchange, _ price: Credits, hasChoices: Bool = true, isGivenUp: Bool = false
  ) -> SandboxAnswer {
    var exchange = exchange
    charge(price)
    updateCopies(of: exchange) { $0.charged += 1 }
    updateStats {
      $0.inputTokens += exchange.chat.inputTokens
      $0.outputTokens += exchange.outputTokens
    }
    let completion = completion(of: exchange, isGivenUp: isGivenUp)
    var answer = SandboxAnswer(status: 200, body: [])
    withWords(of: exchange) { words in
      if exchange.chat.streams {
        let (bytes, ends) = completion.events(
          withUsage: exchange.chat.streamsUsage, writing: words)
        answer.body = bytes
        answer.chunkEnds = ends
        answer.contentType = .events
      } else {
        answer.body = completion.whole(hasChoices: hasChoices, writing: words)
      }
    }
    answer.delay = scenario.latency.draw(
      outputTokens: exchange.outputTokens, using: &exchange.random)
    answer.countsAsConcurrent = true
    return answer
  }

  private func completion(of exchange: ChatExchange, isGivenUp: Bool) -> Completion {
    var warning: (BalanceWarning, Credits)?
    if let credits, credits.amount < scenario.lowBalanceThreshold {
      warning = (scenario.balanceWarning, credits)
    }
    return Completion(
      id: exchange.seed, createdUnixSeconds: Int(exchange.unixSeconds), model: exchange.model,
      inputTokens: exchange.chat.inputTokens, outputTokens: exchange.outputTokens,
      isCut: exchange.isCut, isGivenUp: isGivenUp, warning: warning, hasHint: scenario.sendsHints)
  }

  /// Calls `use` with a function that appends the answer's word with an index. Must be called with
  /// the indices in order.
  private func withWords(
    of exchange: ChatExchange, _ use: ((Int, inout [UInt8]) -> Void) -> Void
  ) {
    if let fixedText = exchange.fixedText {
      return use { index, bytes in
        bytes.append(contentsOf: fixedText.bytes[fixedText.range(ofWord: index)])
      }
    }
    var generator = WordGenerator(from: exchange.prompt, seed: exchange.textSeed)
    let last = exchange.outputTokens - 1
    use { index, bytes in
      generator.appendWord(to: &bytes, isLast: index == last && !exchange.isCut)
    }
  }

  /// The answer for a fault of the scenario.
  mutating func answerWithFault(
    _ fault: Fault, _ exchange: ChatExchange, _ price: Credits
  ) -> SandboxAnswer {
    updateStats { $0.faults += 1 }
    guard fault.isCharged else { return uncharged(fault) }
    var answer = answer(
      exchange, price, hasChoices: fault != .withoutChoices, isGivenUp: fault == .givenUp)
    switch fault {
    case .droppedBeforeAnswer: answer.ending = .droppedBefore
    case .droppedMidAnswer: answer.ending = .droppedMidway
    case .truncatedJSON:
      answer.body.removeLast(answer.body.count / 3 + 1)
      let count = answer.body.count
      answer.chunkEnds = answer.chunkEnds.map { $0.filter { $0 < count } + [count] }
    case .emptyBody:
      answer.body = []
      answer.chunkEnds = nil
    default: break
    }
    return answer
  }

  /// The answer for a fault before the model has worked.
  private func uncharged(_ fault: Fault) -> SandboxAnswer {
    var answer: SandboxAnswer
    switch fault {
    case .serverError: answer = SandboxAnswer(status: 500, .serverError)
    case .unavailable: answer = SandboxAnswer(status: 503, .unavailable)
    case .errorInOK: answer = SandboxAnswer(status: 200, .serverError)
    case .htmlBadGateway:
      let page = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n</html>\r\n"
      answer = SandboxAnswer(status: 502, body: Array(page.utf8))
      answer.contentType = .html
    default: preconditionFailure("\(fault) never reaches the model")
    }
    answer.countsAsConcurrent = true
    return answer
  }
}
