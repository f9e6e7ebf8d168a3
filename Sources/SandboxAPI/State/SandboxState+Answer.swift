extension SandboxState {
  /// The model has answered.
  mutating func answer(
    _ visit: Visit, _ price: Credits, hasChoices: Bool = true
  ) -> SandboxAnswer {
    var visit = visit
    charge(price)
    noteCopies(of: visit) { $0.charged += 1 }
    note {
      $0.inputTokens += visit.chat.inputTokens
      $0.outputTokens += visit.outputTokens
    }
    let completion = completion(of: visit)
    var answer = SandboxAnswer(status: 200, body: [])
    withWords(of: visit) { words in
      if visit.chat.streams {
        let (bytes, ends) = completion.events(
          withUsage: visit.chat.streamsUsage, writing: words)
        answer.body = bytes
        answer.chunkEnds = ends
        answer.contentType = .events
      } else {
        answer.body = completion.whole(hasChoices: hasChoices, writing: words)
      }
    }
    answer.delay = scenario.latency.draw(outputTokens: visit.outputTokens, using: &visit.dice)
    answer.holdsPlace = true
    return answer
  }

  private func completion(of visit: Visit) -> Completion {
    var warning: (BalanceWarning, Credits)?
    if let credits, credits.amount < scenario.lowBalanceThreshold {
      warning = (scenario.balanceWarning, credits)
    }
    return Completion(
      id: visit.seed, createdUnixSeconds: Int(visit.unixSeconds), model: visit.model,
      inputTokens: visit.chat.inputTokens, outputTokens: visit.outputTokens, isCut: visit.isCut,
      warning: warning, hasHint: scenario.sendsHints)
  }

  private func withWords(
    of visit: Visit, _ use: ((Int, inout [UInt8]) -> Void) -> Void
  ) {
    if let fixedText = visit.fixedText {
      return use { index, bytes in
        bytes.append(contentsOf: fixedText.bytes[fixedText.range(ofWord: index)])
      }
    }
    var prose = Prose(from: visit.prompt, seed: visit.textSeed)
    let last = visit.outputTokens - 1
    use { index, bytes in prose.appendWord(to: &bytes, isLast: index == last && !visit.isCut) }
  }

  /// Something goes wrong that is nobody's fault.
  mutating func stumble(_ fault: Fault, _ visit: Visit, _ price: Credits) -> SandboxAnswer {
    note { $0.faults += 1 }
    guard fault.isCharged else { return uncharged(fault) }
    var answer = answer(visit, price, hasChoices: fault != .withoutChoices)
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
    answer.holdsPlace = true
    return answer
  }
}
