import BatchRunner
import SandboxAPI

// As the transport does: the gate is asked at the last instant, and held by suspicious answers.
extension SimulatedSession {
  func leave(_ attempt: AttemptID) {
    guard var underWay = requestsUnderWay[attempt] else { return }
    guard gate.allowsSending(isProbe: underWay.request.isProbe) else {
      world.tell("gate    turns \(attempt.number) back")
      underWay.result = .failure(TransportError(kind: .held, message: "held back"))
      requestsUnderWay[attempt] = underWay
      agenda.add(.end(attempt), at: world.now)
      return
    }
    let (key, generation) = keys.current
    underWay.generation = generation
    underWay.key = Int(key?.secret.dropFirst() ?? "") ?? 0
    if world.isNetworkDead(at: world.now) {
      world.server.count(.deadNetwork)
      underWay.wire = see(underWay, .unreached, arrives: world.now)
      underWay.result = .failure(TransportError(kind: .connectionFailed, message: "no route"))
      agenda.add(.end(attempt), at: world.now + within(.seconds(2)))
    } else {
      underWay.leftAt = world.now
      left.append((attempt, world.moment(world.now)))
      takeSoon()
      agenda.add(.arrive(attempt), at: world.now + within(NightPlan.travel))
    }
    requestsUnderWay[attempt] = underWay
  }

  private func see(
    _ underWay: RequestUnderWay, _ kind: Wire.Kind, arrives: Instant, mark: String? = nil
  ) -> Int {
    world.wires.append(
      Wire(
        number: world.wires.count, session: session, token: underWay.token,
        model: world.plan.model(of: underWay.token), attempt: underWay.request.attempt.number,
        key: underWay.key,
        kind: kind, leftAt: underWay.leftAt ?? arrives, arrivedAt: arrives, mark: mark))
    return world.wires.count - 1
  }

  func arrive(_ attempt: AttemptID, at now: Instant) {
    guard var underWay = requestsUnderWay[attempt], let leftAt = underWay.leftAt else { return }
    world.server.key = world.keyAtServer(at: now)
    let answer = world.server.receive(
      underWay.token, key: underWay.key, inFlight: inFlight(at: now), at: now,
      strength: world.strength)
    var statusAt = now + answer.thinks.nanoseconds
    var endsAt = statusAt + answer.talks.nanoseconds
    var kind = answer.kind
    var result = Self.result(answer)
    var breaks = answer.breaksAfter == -1
    let deadline = leftAt + NightPlan.timeout.nanoseconds
    if let dead = world.plan.deadNetwork.first(where: { $0.overlaps(now..<endsAt) }),
      world.dice.unit() < 0.7
    {
      breaks = true
      endsAt = max(now, dead.lowerBound) + within(.seconds(5))
      result = .failure(TransportError(kind: .connectionFailed, message: "reset"))
    }
    if endsAt > deadline {
      world.server.count(.timeout)
      breaks = true
      endsAt = deadline
      result = .failure(TransportError(kind: .timeout, message: "too slow"))
    }
    if breaks { kind = .broken }
    let wire = see(underWay, kind, arrives: now, mark: breaks ? nil : Self.mark(answer))
    underWay.wire = wire
    underWay.result = result
    requestsUnderWay[attempt] = underWay
    if !breaks {
      statusAt = min(statusAt, endsAt)
      world.wires[wire].status = answer.status
      world.wires[wire].words = answer.words
      // Whatever a refusal of requests in flight asks for, a place is free a moment later.
      if answer.kind == .rateLimited, answer.words?.contains("concurrent") != true {
        world.wires[wire].retryAfter = answer.headers.retryAfter.flatMap { Int($0) }
      }
      agenda.add(.status(attempt), at: statusAt)
    }
    agenda.add(.end(attempt), at: endsAt)
    world.tell("server  sees \(underWay.token) (\(attempt.number)): \(kind)", at: now)
  }

  /// Requests that the server works at.
  private func inFlight(at now: Instant) -> Int {
    requestsUnderWay.values.count { $0.wire != nil && $0.leftAt != nil }
  }

  private static func result(
    _ answer: SimulatedServer.Answer
  ) -> Result<Response, TransportError> {
    let response = Response(status: answer.status, headers: answer.headers, body: answer.body)
    guard let length = answer.breaksAfter else { return .success(response) }
    guard length >= 0 else {
      return .failure(TransportError(kind: .connectionFailed, message: "closed"))
    }
    return .failure(
      TransportError(
        kind: .malformed, message: "closed in the middle", received: Array(answer.body[..<length]),
        status: answer.status))
  }

  /// What the client can have read of the answer's name.
  private static func mark(_ answer: SimulatedServer.Answer) -> String? {
    guard let mark = answer.mark else { return nil }
    let length = answer.breaksAfter ?? answer.body.count
    return String(decoding: answer.body.prefix(length), as: UTF8.self).contains(mark) ? mark : nil
  }

  func statusCame(_ attempt: AttemptID) {
    guard var underWay = requestsUnderWay[attempt], let wire = underWay.wire,
      let status = world.wires[wire].status
    else { return }
    world.wires[wire].statusAt = world.now
    if Gate.holdsAtStatusLine(status) {
      underWay.holdsGate = true
      gate.hold()
    }
    requestsUnderWay[attempt] = underWay
  }

  func end(_ attempt: AttemptID) {
    guard let underWay = requestsUnderWay.removeValue(forKey: attempt), let result = underWay.result
    else {
      return
    }
    var holds = underWay.holdsGate
    if case .success(let response) = result, !holds, Gate.holdsAtEnd(response) {
      holds = true
      gate.hold()
    }
    if let wire = underWay.wire {
      world.ends += 1
      world.wires[wire].end = (world.now, world.ends)
    }
    world.tell("answer  \(attempt.number) \(underWay.token)")
    replies.append(
      Reply(
        attempt: attempt, result: result, leftAt: underWay.leftAt.map(world.moment),
        endedAt: world.moment(world.now), keyGeneration: underWay.generation, holdsGate: holds))
    takeSoon()
  }

  func takeSoon() {
    guard !isTaking else { return }
    isTaking = true
    agenda.add(.take, at: world.now + within(.milliseconds(3)))
  }
}
