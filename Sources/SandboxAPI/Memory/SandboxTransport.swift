import Basics
package import BatchRunner
import Synchronization

/// Plays a scenario in memory, on a clock that the test owns: what the contract of ``Transport``
/// says, without a socket or a thread.
///
/// A request leaves as it is sent, or ``travel`` later; its answer comes when the clock gets there.
package final class SandboxTransport: Transport {
  package let news: AsyncStream<[TransportNews]>

  private struct Flight: Sendable {
    let request: Request
    var bell: SandboxClock.BellID?
    /// `nil`: no byte has left yet.
    var left: (at: MonotonicInstant, answer: SandboxAnswer, keyGeneration: Int)?
  }

  private struct State {
    var server: SandboxState
    var flights: [AttemptID: Flight] = [:]
  }

  private let state: Mutex<State>
  private let continuation: AsyncStream<[TransportNews]>.Continuation
  private let clock: SandboxClock
  private let keys: KeyRing
  private let gate: Gate
  private let travel: Duration

  /// `travel`: how long permission takes until the first byte leaves.
  package init(
    _ scenario: Scenario, keys: KeyRing, gate: Gate, clock: SandboxClock, travel: Duration = .zero
  ) {
    (news, continuation) = AsyncStream.makeStream(of: [TransportNews].self)
    state = Mutex(State(server: SandboxState(scenario, startedAt: clock.now)))
    self.clock = clock
    self.keys = keys
    self.gate = gate
    self.travel = travel
  }

  package var stats: SandboxStats {
    state.withLock { $0.server.stats }
  }

  /// `nil`: unlimited.
  package func setCredits(_ credits: Double?) {
    state.withLock { $0.server.setCredits(credits) }
  }

  package func send(_ requests: [Request]) {
    for request in requests {
      state.withLock {
        let flight = $0.flights.updateValue(Flight(request: request), forKey: request.attempt)
        precondition(flight == nil, "attempt \(request.attempt.number) was sent twice")
      }
      if travel == .zero {
        leave(request.attempt)
      } else {
        ring(request.attempt, at: clock.now.advanced(by: travel)) { $0.leave(request.attempt) }
      }
    }
  }

  package func cancelAll() {
    let attempts = state.withLock { $0.flights.keys.sorted() }
    for attempt in attempts {
      let message = "dropped, since the run was told to abort"
      end(attempt, .failure(TransportError(kind: .cancelled, message: message)))
    }
  }

  package func close() {
    precondition(state.withLock { $0.flights.isEmpty }, "closed while attempts are in flight")
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

// MARK: - Flights

extension SandboxTransport {
  private func ring(
    _ attempt: AttemptID, at moment: MonotonicInstant,
    _ act: @escaping @Sendable (SandboxTransport) -> Void
  ) {
    let bell = clock.set(at: moment) { [weak self] in self.map(act) }
    state.withLock { $0.flights[attempt]?.bell = bell }
  }

  /// The last instant before the first byte: asks the gate, and hands the request to the server.
  private func leave(_ attempt: AttemptID) {
    guard let request = state.withLock({ $0.flights[attempt]?.request }) else { return }
    guard gate.lets(isProbe: request.isProbe) else {
      let error = TransportError(kind: .held, message: "held back before a byte left")
      return end(attempt, .failure(error))
    }
    let (key, generation) = keys.current
    let now = clock.now
    let answer = state.withLock {
      let answer = $0.server.receive(
        .post, "/v1/chat/completions", key: key, body: request.body,
        idempotencyKey: request.idempotencyKey, at: now, unixSeconds: clock.unixSeconds)
      if answer.ending != .refused { $0.flights[attempt]?.left = (now, answer, generation) }
      return answer
    }
    guard answer.ending != .refused else {
      state.withLock { $0.server.finish(answer) }
      return end(attempt, answer.result)
    }
    continuation.yield([.left(attempt, at: now)])
    ring(attempt, at: now.advanced(by: answer.delay)) { $0.end(attempt, answer.result) }
  }

  private func end(_ attempt: AttemptID, _ result: Result<Response, TransportError>) {
    guard let flight = state.withLock({ $0.flights.removeValue(forKey: attempt) }) else { return }
    if let bell = flight.bell { clock.takeOff(bell) }
    var isDelivered = true
    if case .failure(let error) = result { isDelivered = error.kind != .cancelled }
    if let answer = flight.left?.answer {
      state.withLock { $0.server.finish(answer, isDelivered: isDelivered) }
    }
    var holdsGate = false
    if case .success(let response) = result {
      holdsGate = Gate.holdsAtStatusLine(response.status) || Gate.holdsAtEnd(response.status)
    }
    if holdsGate { gate.hold() }
    let reply = Reply(
      attempt: attempt, result: result, leftAt: flight.left?.at, endedAt: clock.now,
      keyGeneration: flight.left?.keyGeneration ?? keys.current.generation, holdsGate: holdsGate)
    continuation.yield([.ended(reply)])
  }
}
