package import BatchRunner

/// The simulated API as a value: what it answers, and what it counted.
///
/// A chat request passes the key, the limits, its own form, the balance and the dice, in this
/// order; the first that objects answers. Only what passes the limits counts as a start.
package struct SandboxState: Sendable {
  package private(set) var stats = SandboxStats()
  package var acceptedKey: String?
  package var credits: Double?
  let scenario: Scenario

  private var starts: SlidingWindow
  private var arrivals: SlidingWindow
  private var underWay = 0
  private var outline = JSONOutline()

  package init(_ scenario: Scenario) {
    self.scenario = scenario
    acceptedKey = scenario.acceptedKey
    credits = scenario.credits
    starts = SlidingWindow(length: scenario.window)
    arrivals = SlidingWindow(length: scenario.window)
  }

  /// `wall` is in Unix seconds. `now` must not go back from call to call.
  package mutating func receive(
    _ request: SandboxRequest, at now: Moment, wall: Int
  ) -> SandboxAnswer {
    guard let method = request.route.method else {
      return .error(404, "Not found", type: "invalid_request_error", code: "not_found")
    }
    guard request.method == method else {
      return .error(405, "Method not allowed", type: "invalid_request_error", code: "bad_method")
    }
    if request.route == .chat {
      var answer = receiveChat(request, at: now, wall: wall)
      count(answer)
      if answer.holdsPlace { underWay += 1 } else { answer.delay = .zero }
      return answer
    }
    return receiveOther(request, wall: wall)
  }

  /// An answer that held a place is on its way, or its connection is gone.
  package mutating func finish() {
    precondition(underWay > 0, "a request finished that was not under way")
    underWay -= 1
  }
}

// MARK: - Chat

extension SandboxState {
  private mutating func receiveChat(
    _ request: SandboxRequest, at now: Moment, wall: Int
  ) -> SandboxAnswer {
    var dice = Dice(seed: scenario.seed, request: stats.received)
    let requestID = dice.next()
    let delay = scenario.latency.draw(using: &dice)
    let fault = scenario.faults.fault(at: dice.unit())
    noteArrival(at: now)

    var answer: SandboxAnswer
    if let refusal = refusal(of: request.authorization) {
      answer = refusal
    } else if let wait = waitForLimits(at: now) {
      answer = .tooMany(retryAfterSeconds: wait)
    } else {
      starts.add(now)
      if fault == .tooMany {
        answer = .tooMany(retryAfterSeconds: 1)
      } else {
        answer = judge(request.body, fault: fault, wall: wall, dice: &dice)
      }
    }
    answer.requestID = requestID
    answer.delay = delay
    answer.rate = rateHeaders(at: now, wall: wall)
    return answer
  }

  private mutating func noteArrival(at now: Moment) {
    starts.advance(to: now)
    arrivals.advance(to: now)
    arrivals.add(now)
    stats.received += 1
    stats.largestInWindow = max(stats.largestInWindow, arrivals.count)
    stats.largestConcurrency = max(stats.largestConcurrency, underWay + 1)
  }

  private mutating func count(_ answer: SandboxAnswer) {
    if answer.fate == .whole {
      stats.byStatus[answer.status, default: 0] += 1
    } else {
      stats.drops += 1
    }
  }

  /// In whole seconds, rounded up; `nil`: the request may start.
  private func waitForLimits(at now: Moment) -> Int? {
    if let limit = scenario.requestsPerWindow, starts.count >= limit {
      let wait = starts.oldestLeavesAt.map { now.duration(to: $0) } ?? scenario.window
      return max(1, wait.secondsRoundedUp)
    }
    if let limit = scenario.concurrency, underWay >= limit { return 1 }
    return nil
  }

  private func rateHeaders(at now: Moment, wall: Int) -> SandboxAnswer.RateHeaders? {
    guard scenario.sendsRateHeaders, let limit = scenario.requestsPerWindow else { return nil }
    let wait = starts.oldestLeavesAt.map { now.duration(to: $0) } ?? .zero
    return SandboxAnswer.RateHeaders(
      limit: limit, remaining: max(0, limit - starts.count),
      resetAtUnixSeconds: wall + wait.secondsRoundedUp)
  }

  private mutating func judge(
    _ body: [UInt8], fault: Fault?, wall: Int, dice: inout Dice
  ) -> SandboxAnswer {
    let draft: CompletionDraft
    do {
      draft = try CompletionDraft(reading: body, with: &outline)
    } catch {
      return error.answer
    }
    if let credits, credits <= 0 || credits < scenario.creditsPerRequest {
      return .empty(scenario.emptyShape, required: scenario.creditsPerRequest, available: credits)
    }
    if let fault, let answer = SandboxAnswer(uncharged: fault) { return answer }
    credits? -= scenario.creditsPerRequest
    stats.accepted += 1
    stats.acceptedBodies[body.withUnsafeBytes { XXHash64.hash($0) }, default: 0] += 1
    return completion(of: draft, body: body, fault: fault, wall: wall, dice: &dice)
  }

  private func completion(
    of draft: CompletionDraft, body: [UInt8], fault: Fault?, wall: Int, dice: inout Dice
  ) -> SandboxAnswer {
    let completion = Completion(draft, body: body, created: wall, dice: &dice)
    let warning = BalanceWarning(remaining: credits, shape: scenario.warningShape)
    var answer = SandboxAnswer(200, [])
    answer.holdsPlace = true
    if draft.streams {
      answer.body = completion.events
      answer.content = .events
    } else {
      answer.body = completion.json(warning, withChoices: fault != .noChoices)
    }
    switch fault {
    case .dropBefore: answer.fate = .dropBefore
    case .dropMiddle: answer.fate = .dropMiddle
    case .truncatedJSON: answer.body.removeLast((answer.body.count + 1) / 2)
    case .emptyOK: answer.body = []
    default: break
    }
    return answer
  }
}

extension Duration {
  var secondsRoundedUp: Int {
    let (seconds, attoseconds) = components
    return Int(seconds) + (attoseconds > 0 ? 1 : 0)
  }
}
