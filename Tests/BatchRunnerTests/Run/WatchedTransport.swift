import Basics
import SandboxAPI
import Synchronization

@testable import BatchRunner

/// The sandbox in memory, with a record of what was handed to it.
final class WatchedTransport: Transport {
  struct Sent: Equatable {
    let attempt: AttemptID
    let at: MonotonicInstant
    /// The gate let it through.
    let hasLeft: Bool
    /// Its start stood in the journal by then.
    let isJournaled: Bool
  }

  let inner: SandboxTransport
  let news: AsyncStream<[TransportNews]>
  private let gate: Gate
  private let clock: SandboxClock
  private let sends = Mutex<[Sent]>([])
  private let ends = Atomic<Int>(0)
  private let isJournaled: @Sendable (AttemptID) -> Bool

  init(
    _ scenario: Scenario, keys: KeyRing, gate: Gate, clock: SandboxClock,
    isJournaled: @escaping @Sendable (AttemptID) -> Bool
  ) {
    inner = SandboxTransport(scenario, keys: keys, gate: gate, clock: clock)
    let (news, continuation) = AsyncStream.makeStream(of: [TransportNews].self)
    self.news = news
    self.gate = gate
    self.clock = clock
    self.isJournaled = isJournaled
    let inner = inner
    Task { [weak self] in
      for await batch in inner.news {
        let ended = batch.count { if case .ended = $0 { true } else { false } }
        self?.ends.add(ended, ordering: .sequentiallyConsistent)
        continuation.yield(batch)
      }
      continuation.finish()
    }
  }

  var sent: [Sent] { sends.withLock { $0 } }
  /// Handed over, and not ended yet.
  var underWay: Int { sent.count - ends.load(ordering: .sequentiallyConsistent) }
  /// Moments at which bytes left.
  var starts: [MonotonicInstant] { sent.filter(\.hasLeft).map(\.at) }

  func send(_ requests: [Request]) {
    for request in requests {
      let sent = Sent(
        attempt: request.attempt, at: clock.now,
        hasLeft: gate.allowsSending(isProbe: request.isProbe),
        isJournaled: isJournaled(request.attempt))
      sends.withLock { $0.append(sent) }
      inner.send([request])
    }
  }

  func cancelAll() { inner.cancelAll() }

  func get(_ path: String, from base: GetBase) async -> Result<Response, TransportError> {
    await inner.get(path, from: base)
  }

  func close() { inner.close() }
}
