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
}
