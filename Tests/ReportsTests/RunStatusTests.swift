import Basics
import BatchRunner
import Reports
import Testing

@testable import RunSamples

@Suite struct RunStatusTests {
  @Test func `status reads a locked run without disturbing it`() async throws {
    let sample = try CheckpointSample(jobs: 4)
    let checkpoint = try sample.checkpoint(try sample.recovery())
    try await checkpoint.note([
      .began(at: .now, boot: BootClock.bootID, version: "test", plan: .free, jobs: 4, toDo: 4)
    ])
    try await sample.store(0..<3, in: checkpoint)
    let status = try RunStatus(sample.directory, at: BootClock.now)
    #expect(status.succeeded == 3 && status.toDo == 1 && status.jobs == 4)
    #expect(status.isRunning == true && status.state.name == .running)
  }

  @Test func `a running run tells what waits for a limit, and until when`() async throws {
    let sample = try CheckpointSample(jobs: 4)
    let checkpoint = try sample.checkpoint(try sample.recovery())
    let wall = WallTime(milliseconds: 1_763_853_311_204)
    let pauses = [(3600, "b"), (60, "over"), (1800, nil), (3600, "a")].map {
      JournalPause(model: $0.1, until: wall + .seconds($0.0))
    }
    try await checkpoint.note(
      [.began(at: wall, boot: BootClock.bootID, version: "test", plan: .free, jobs: 4, toDo: 4)]
        + pauses.map { .event(kind: "rate_limited", text: "t", pause: $0, at: wall) })
    var reader = RunReader(sample.directory)
    let status = try reader.look(at: BootClock.now, wall: wall + .seconds(61))
    #expect(status.pauses == [pauses[2], pauses[3], pauses[0]])
  }

  /// 21 jobs, of which the last one is in flight; the others took a second each.
  @Test(arguments: [(9, false), (11, true)])
  func `the last request of a running run is named once it is old`(
    seconds: Int64, isNamed: Bool
  ) async throws {
    let sample = try CheckpointSample(jobs: 21)
    let checkpoint = try sample.checkpoint(try sample.recovery())
    let start = WallTime(milliseconds: 1_763_853_311_204)
    try await checkpoint.note([
      .began(at: start, boot: BootClock.bootID, version: "test", plan: .free, jobs: 21, toDo: 21)
    ])
    try await sample.store(0..<20, in: checkpoint)
    var end = JournalEnd()
    (end.latencyMilliseconds, end.verdict) = (1000, "succeeded")
    try await checkpoint.note(
      (1...20).map { .end(AttemptID($0), end) }
        + [.start(AttemptID(21), job: "job-21", line: 21, sent: 0, at: start)])
    var reader = RunReader(sample.directory)
    let status = try reader.look(at: BootClock.now, wall: start + .seconds(seconds))
    let named = status.stragglers { lines in
      #expect(lines == [21])
      return [21: "m"]
    }
    #expect(named.map(\.job) == (isNamed ? ["job-21"] : []))
    #expect(named.allSatisfy { $0.model == "m" && $0.age == .seconds(seconds) })
  }
}
