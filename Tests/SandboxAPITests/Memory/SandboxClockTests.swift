import Basics
import SandboxAPI
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(5))) struct SandboxClockTests {
  private let clock = SandboxClock()
  private let start = MonotonicInstant(nanoseconds: 1_000_000_000_000)

  @Test func `bells ring in order, each at its own moment`() {
    let rung = Rung()
    for seconds in [3, 1, 2] {
      clock.set(at: start.advanced(by: .seconds(seconds))) { [clock] in
        rung.note(seconds, clock.now)
      }
    }
    clock.advance(by: .seconds(2))
    #expect(rung.names == [1, 2])
    #expect(rung.moments == [1, 2].map { start.advanced(by: .seconds($0)) })
    #expect(clock.now == start.advanced(by: .seconds(2)))
    #expect(clock.unixSeconds == 1_800_000_002)
    #expect(clock.nextBell == start.advanced(by: .seconds(3)))
  }

  @Test func `a jump goes to the next bell and no further`() {
    let rung = Rung()
    let taken = clock.set(at: start.advanced(by: .seconds(1))) { rung.note(1, nil) }
    clock.set(at: start.advanced(by: .seconds(5))) { [clock] in
      rung.note(5, nil)
      clock.set(at: clock.now) { rung.note(6, nil) }
    }
    #expect(clock.takeOff(taken))
    #expect(!clock.takeOff(taken))
    #expect(clock.jump())
    #expect(rung.names == [5])
    #expect(clock.jump())
    #expect(rung.names == [5, 6])
    #expect(!clock.jump())
    #expect(clock.now == start.advanced(by: .seconds(5)))
  }

  @Test func `a sleeper wakes when the clock gets there, or at once when it is cancelled`()
    async throws
  {
    let sleeper = Task { [clock] in try await clock.sleep(for: .seconds(10)) }
    while clock.nextBell == nil { await Task.yield() }
    clock.jump()
    try await sleeper.value
    let other = Task { [clock] in try await clock.sleep(for: .seconds(10)) }
    while clock.nextBell == nil { await Task.yield() }
    other.cancel()
    await #expect(throws: CancellationError.self) { try await other.value }
    #expect(clock.nextBell == nil)
  }
}

private final class Rung: Sendable {
  private let list = Mutex<[(name: Int, moment: MonotonicInstant?)]>([])

  func note(_ name: Int, _ moment: MonotonicInstant?) {
    list.withLock { $0.append((name, moment)) }
  }

  var names: [Int] { list.withLock { $0.map(\.name) } }
  var moments: [MonotonicInstant] { list.withLock { $0.compactMap(\.moment) } }
}
