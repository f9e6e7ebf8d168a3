import Basics
import Foundation
import Reports
import Testing

@testable import BatchRunner
@testable import RunSamples

@Suite struct RunReaderTests {
  private static let start = WallTime(milliseconds: 1_763_853_311_204)

  private func size(_ sample: CheckpointSample) -> Int {
    [sample.directory.journal, sample.directory.results, sample.directory.failures]
      .reduce(0) { $0 + ((try? Data(contentsOf: URL(fileURLWithPath: $1)).count) ?? 0) }
  }

  private func begun(_ sample: CheckpointSample) async throws -> Checkpoint {
    let checkpoint = try sample.checkpoint(try sample.recovery())
    try sample.manifest().write(to: sample.directory)
    try await checkpoint.note([
      .began(
        at: Self.start, boot: BootClock.bootID, version: "test", plan: .free, jobs: 40, toDo: 40)
    ])
    return checkpoint
  }

  @Test func `reading again reads only what was added, and never half a line`() async throws {
    let sample = try CheckpointSample(jobs: 40)
    let checkpoint = try await begun(sample)
    var reader = RunReader(sample.directory)
    for count in stride(from: 0, to: 40, by: 4) {
      try await sample.store(count..<(count + 4), in: checkpoint)
      // The journal may also contain the record of a sync, whose time is not known.
      let before = size(sample)
      let status = try reader.look(at: BootClock.now, wall: Self.start)
      #expect(status.succeeded == count + 4 && status.toDo == 36 - count)
      #expect(before <= reader.bytesRead && reader.bytesRead <= size(sample))
    }
    try await checkpoint.sync()
    let whole = size(sample)
    let file = try #require(FileHandle(forWritingAtPath: sample.directory.results))
    file.seekToEndOfFile()
    file.write(Data("{\"id\":\"half".utf8))
    #expect(try reader.look(at: BootClock.now, wall: Self.start).succeeded == 40)
    // The incomplete line is 11 bytes long. Nothing was read twice.
    #expect(whole <= reader.bytesRead && reader.bytesRead <= size(sample) - 11)
    print("status: \(whole) bytes read once each in 11 looks")
  }

  @Test func `a file that was replaced is read from its beginning`() async throws {
    let sample = try CheckpointSample(jobs: 40)
    let checkpoint = try await begun(sample)
    var commit = Checkpoint.Commit()
    let failure = Failure(kind: .timeout, message: "m")
    for index in 0..<5 {
      commit.failed.append(try sample.record(index, body: "{}", failure: failure))
    }
    try await checkpoint.commit(commit)
    var reader = RunReader(sample.directory)
    #expect(try reader.look(at: BootClock.now, wall: Self.start).failed == 5)
    let lines = try sample.text(sample.directory.failures).split(separator: "\n")
    let kept = lines.prefix(2).joined(separator: "\n") + "\n"
    try sample.directory.replace(sample.directory.failures, with: Array(kept.utf8))
    #expect(try reader.look(at: BootClock.now, wall: Self.start).failed == 2)
  }

  @Test func `rate and remaining time are counted from the session's beginning`() async throws {
    let sample = try CheckpointSample(jobs: 40)
    let checkpoint = try await begun(sample)
    var reader = RunReader(sample.directory)
    #expect(try reader.look(at: BootClock.now, wall: Self.start).jobsPerMinute == nil)
    try await sample.store(0..<10, in: checkpoint)
    let later = WallTime(milliseconds: Self.start.milliseconds + 30_000)
    let status = try reader.look(at: BootClock.now, wall: later)
    #expect(status.jobsPerMinute == 20)
    #expect(status.remaining == .seconds(90))
    #expect(status.holdUp == nil && status.state.why == "")
    try await checkpoint.note([.event(kind: "outage", text: "nobody answers", at: later)])
    let held = try reader.look(at: BootClock.now, wall: later)
    #expect(held.holdUp?.kind == "outage" && held.state.why == "nobody answers")
    try await checkpoint.note([.event(kind: "recovered", text: "back", at: later)])
    #expect(try reader.look(at: BootClock.now, wall: later).holdUp == nil)
  }
}
