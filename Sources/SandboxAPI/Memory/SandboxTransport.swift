import Basics
package import BatchRunner
import Synchronization

/// A ``Transport`` that runs a scenario in memory, without sockets and threads, on a clock that the
/// test owns.
///
/// A request leaves when it is sent, or ``sendDelay`` later. Its reply comes when the clock reaches
/// the time at which it is due.
package final class SandboxTransport: Transport {
  package let news: AsyncStream<[TransportNews]>

  private struct InFlightRequest: Sendable {
    let request: Request
    /// The scheduled next step: to leave or to end.
    var action: SandboxClock.ActionID?
    /// What the server decided when the request left; `nil`: no byte has left yet.
    var departure: (at: MonotonicInstant, answer: SandboxAnswer, keyGeneration: Int)?
  }

  private struct State {
    var server: SandboxState
    var inFlight: [AttemptID: InFlightRequest] = [:]
  }

  private let state: Mutex<State>
  private let continuation: AsyncStream<[TransportNews]>.Continuation
  private let clock: SandboxClock
  private let keys: KeyRing
  private let gate: Gate
  private let sendDelay: Duration

  /// `sendDelay`: the time from ``send(_:)`` until the first byte leaves.
  package init(
    _ scenario: Scenario, keys: KeyRing, gate: Gate, clock: SandboxClock,
    sendDelay: Duration = .zero
  ) {
    (news, continuation) = AsyncStream.makeStream(of: [TransportNews].self)
    state = Mutex(State(server: SandboxState(scenario, startedAt: clock.now)))
    self.clock = clock
    self.keys = keys
    self.gate = gate
    self.sendDelay = sendDelay
  }

  package var stats: SandboxStats {
    state.withLock { $0.server.stats }
  }

  /// Sets the balance; `nil`: unlimited.
  package func setCredits(_ credits: Double?) {
    state.withLock { $0.server.setCredits(credits) }
  }

  package func send(_ requests: [Request]) {
    for request in requests {
      state.withLock {
        let previous = $0.inFlight.updateValue(
          InFlightRequest(request: request), forKey: request.attempt)
        precondition(previous == nil, "attempt \(request.attempt.number) was sent twice")
      }
      if sendDelay == .zero {
        leave(request.attempt)
      } else {
        schedule(request.attempt, at: clock.now.advanced(by: sendDelay)) {
          $0.leave(request.attempt)
        }
      }
    }
  }

  package func cancelAll() {
    let attempts = state.withLock { $0.inFlight.keys.sorted() }
    for attempt in attempts {
      let message = "cancelled because the run was aborted"
      end(attempt, .failure(TransportError(kind: .cancelled, message: message)))
    }
  }

  package func close() {
    precondition(state.withLock { $0.inFlight.isEmpty }, "closed while attempts are in flight")
    continuation.finish()
  }

  package func get(
    _ path: String, from base: GetBase
  ) async -> Result<Response, TransportError> {
    let target = base == .baseURL ? "/v1" + path : path
    let answer = state.withLock {
      let answer = $0.server.receive(
        .get, target, key: keys.current.key, at: clock.now, unixSeconds: clock.unixSeconds)
      $0.server.finish(answer)
      return answer
    }
    return answer.result
  }
}

// MARK: - Requests in flight

extension SandboxTransport {
  /// Schedules the attempt's next step, which ``end(_:_:)`` cancels.
  private func schedule(
    _ attempt: AttemptID, at instant: MonotonicInstant,
    _ step: @escaping @Sendable (SandboxTransport) -> Void
  ) {
    let action = clock.schedule(at: instant) { [weak self] in self.map(step) }
    state.withLock { $0.inFlight[attempt]?.action = action }
  }

  /// The request's first byte leaves now, if the gate allows it. The server decides at once; its
  /// answer is due later.
  private func leave(_ attempt: AttemptID) {
    guard let request = state.withLock({ $0.inFlight[attempt]?.request }) else { return }
    guard gate.allowsSending(isProbe: request.isProbe) else {
      let error = TransportError(kind: .held, message: "held back before it was sent")
      return end(attempt, .failure(error))
    }
    let (key, generation) = keys.current
    let now = clock.now
    let answer = state.withLock {
      let answer = $0.server.receive(
        .post, "/v1/chat/completions", key: key, body: request.body,
        idempotencyKey: request.idempotencyKey, at: now, unixSeconds: clock.unixSeconds)
      if answer.ending != .refused { $0.inFlight[attempt]?.departure = (now, answer, generation) }
      return answer
    }
    guard answer.ending != .refused else {
      state.withLock { $0.server.finish(answer) }
      return end(attempt, answer.result)
    }
    continuation.yield([.left(attempt, at: now)])
    schedule(attempt, at: now.advanced(by: answer.delay)) { $0.end(attempt, answer.result) }
  }

  /// Reports how the attempt ended, once. Closes the gate for a 4xx, as a real transport does.
  private func end(_ attempt: AttemptID, _ result: Result<Response, TransportError>) {
    guard let ended = state.withLock({ $0.inFlight.removeValue(forKey: attempt) }) else { return }
    if let action = ended.action { clock.cancel(action) }
    var isDelivered = true
    if case .failure(let error) = result { isDelivered = error.kind != .cancelled }
    if let answer = ended.departure?.answer {
      state.withLock { $0.server.finish(answer, isDelivered: isDelivered) }
    }
    var holdsGate = false
    if case .success(let response) = result {
      holdsGate = Gate.holdsAtStatusLine(response.status) || Gate.holdsAtEnd(response)
    }
    if holdsGate { gate.hold() }
    let reply = Reply(
      attempt: attempt, result: result, leftAt: ended.departure?.at, endedAt: clock.now,
      keyGeneration: ended.departure?.keyGeneration ?? keys.current.generation,
      holdsGate: holdsGate)
    continuation.yield([.ended(reply)])
  }
}
