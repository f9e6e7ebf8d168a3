import Basics
import Testing

@testable import BatchRunner
@testable import RunSamples

/// Which failed jobs are still to do, because they failed in a row.
@Suite struct FailureStreakTests {
  private static let kind = "404 model_not_found"

  /// One attempt at a job with its outcome, as a run writes them.
  private func write(
    _ index: Int, position: Int?, in sample: CheckpointSample, _ checkpoint: Checkpoint
  ) async throws {
    let attempt = AttemptID(UInt64(index + 1))
    let job = try sample.job(index)
    try await checkpoint.begin([
      .start(attempt, job: job.id, line: job.line, sent: 0, at: WallTime(milliseconds: 0))
    ])
    var commit = Checkpoint.Commit()
    var end = JournalEnd()
    end.leftAt = MonotonicInstant(nanoseconds: 1)
    if let position {
      end.verdict = "failed: 404"
      end.streak = FailureStreak.Mark(position: position, kind: Self.kind)
      commit.failed = [
        try sample.record(
          index, body: "{}", failure: Failure(kind: .status(404), message: "m"), status: 404)
      ]
    } else {
      end.verdict = "succeeded"
      commit.succeeded = [try sample.record(index, body: #"{"choices":[{"n":1}]}"#)]
    }
    commit.journal = [.end(attempt, end)]
    try await checkpoint.commit(commit)
  }

  /// Plays the ends (a position in the row of failures, or `nil` for a success), then is killed.
  private func recovered(
    _ ends: [Int?], then finish: (Checkpoint) async throws -> Void = { _ in }
  ) async throws -> (table: JobTable, streak: FailureStreak.Mark?) {
    let sample = try CheckpointSample(jobs: 40)
    do {
      let checkpoint = try sample.checkpoint(try sample.recovery())
      for (index, position) in ends.enumerated() {
        try await write(index, position: position, in: sample, checkpoint)
      }
      try await finish(checkpoint)
    }
    let recovery = try sample.recovery()
    return (recovery.table, recovery.journal.streak)
  }

  @Test func `twenty jobs that failed in a row are to do, also if the run was killed`() async throws
  {
    let found = try await recovered([nil, 1, nil] + (1...21).map { $0 })
    #expect(found.table.count(of: .toDo) == 40 - 3)
    #expect(found.table.count(of: .failed) == 1 && found.table.count(of: .succeeded) == 2)
    #expect(found.streak == nil)
  }

  @Test func `nineteen jobs in a row are failed, and the next session counts on`() async throws {
    let found = try await recovered((1...19).map { $0 })
    #expect(found.table.count(of: .failed) == 19)
    #expect(found.streak == FailureStreak.Mark(position: 19, kind: Self.kind))
    var streak = FailureStreak(after: try #require(found.streak))
    let failure = Failure(kind: .status(404), message: "m", code: "model_not_found")
    let job = JobPlace(file: 0, index: 30)
    #expect(streak.jobFailed(failure, job, successesAtStart: 0)?.position == 20)
    #expect(streak.report()?.count == 20)
  }

  /// The success was in flight when the run halted.
  @Test func `a success after the twentieth failure does not change that`() async throws {
    let found = try await recovered((1...20).map { $0 } + [nil])
    #expect(found.table.count(of: .toDo) == 39 && found.table.count(of: .succeeded) == 1)
    var streak = FailureStreak()
    let failure = Failure(kind: .status(404), message: "m")
    for index in 0..<20 {
      _ = streak.jobFailed(failure, JobPlace(file: 0, index: index), successesAtStart: 0)
    }
    #expect(streak.report() != nil)
    streak.jobSucceeded()
    #expect(streak.jobs.count == 20 && streak.report() == nil)
  }

  @Test func `a run with several files reopens the jobs of each`() async throws {
    let found = try await recovered((1...5).map { $0 }) { checkpoint in
      try await checkpoint.reopen((0..<5).map { JobPlace(file: 0, index: $0) })
      #expect(await checkpoint.counts.toDo == 40)
    }
    #expect(found.table.count(of: .toDo) == 40)
  }

  @Test func `another kind of failure begins a new row`() {
    var streak = FailureStreak()
    for index in 0..<30 {
      let failure = Failure(kind: .status(index % 15 == 14 ? 400 : 404), message: "m")
      let job = JobPlace(file: 0, index: index)
      #expect(streak.jobFailed(failure, job, successesAtStart: 0) != nil)
      #expect(streak.report() == nil)
    }
  }
}
