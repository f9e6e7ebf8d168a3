import Basics
import SandboxAPI
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(5))) struct SandboxClockTests {
  private let clock = SandboxClock()
  private let start = MonotonicInstant(nanoseconds: 1_000_000_000_000)

  @Test func `actions run in order, each at its own time`() {
    let log = ActionLog()
    for seconds in [3, 1, 2] {
      clock.schedule(at: start.advanced(by: .seconds(seconds))) { [clock] in
        log.record(seconds, clock.now)
      }
    }
    clock.advance(by: .seconds(2))
    #expect(log.numbers == [1, 2])
    #expect(log.times == [1, 2].map { start.advanced(by: .seconds($0)) })
    #expect(clock.now == start.advanced(by: .seconds(2)))
    #expect(clock.unixSeconds == 1_800_000_002)
    #expect(clock.nextActionTime == start.advanced(by: .seconds(3)))
  }

  @Test func `the clock can advance to the next action and no further`() {
    let log = ActionLog()
    let cancelled = clock.schedule(at: start.advanced(by: .seconds(1))) { log.record(1, nil) }
    clock.schedule(at: start.advanced(by: .seconds(5))) { [clock] in
      log.record(5, nil)
      clock.schedule(at: clock.now) { log.record(6, nil) }
    }
    #expect(clock.cancel(cancelled))
    #expect(!clock.cancel(cancelled))
    #expect(clock.advanceToNextAction())
    #expect(log.numbers == [5])
    #expect(clock.advanceToNextAction())
    #expect(log.numbers == [5, 6])
    #expect(!clock.advanceToNextAction())
    #expect(clock.now == start.advanced(by: .seconds(5)))
  }

  @Test func `a sleep ends when the clock reaches its time, or at once when cancelled`()
    async throws
  {
    let sleeper = Task { [clock] in try await clock.sleep(for: .seconds(10)) }
    while clock.nextActionTime == nil { await Task.yield() }
    clock.advanceToNextAction()
    try await sleeper.value
    let other = Task { [clock] in try await clock.sleep(for: .seconds(10)) }
    while clock.nextActionTime == nil { await Task.yield() }
    other.cancel()
    await #expect(throws: CancellationError.self) { try await other.value }
    #expect(clock.nextActionTime == nil)
  }
}

/// Records which actions ran, and at which times.
private final class ActionLog: Sendable {
  private let list = Mutex<[(number: Int, time: MonotonicInstant?)]>([])

  func record(_ number: Int, _ time: MonotonicInstant?) {
    list.withLock { $0.append((number, time)) }
  }

  var numbers: [Int] { list.withLock { $0.map(\.number) } }
  var times: [MonotonicInstant] { list.withLock { $0.compactMap(\.time) } }
}
