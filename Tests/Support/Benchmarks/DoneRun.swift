import Basics
import BatchRunner

/// Writes the directory of a run that did almost all of its jobs and then was stopped.
struct DoneRun {
  let jobs: JobFile
  let directory: RunDirectory

  private static let together = 5000

  func write(leaving left: Int, for endpoint: Endpoint) async throws {
    try directory.create()
    let checkpoint = try checkpoint(endpoint)
    let count = jobs.table.count
    try await checkpoint.note([
      .began(
        at: .now, boot: BootClock.bootID, version: "bench", plan: plan, jobs: count, toDo: count)
    ])
    var reader = JobReader(jobs, number: 0)
    var batch: [OutcomeRecord] = []
    for number in 0..<(count - left) {
      guard let job = try reader.next(where: { _ in true }) else { break }
      batch.append(record(job, number: number + 1))
      guard batch.count == Self.together || number == count - left - 1 else { continue }
      try await commit(batch, to: checkpoint)
      batch.removeAll(keepingCapacity: true)
    }
    try await checkpoint.close(
      status: .interrupted, state: .interrupted, text: "Stopped.", totals: Manifest.Totals())
  }

  private let plan = Plan(name: .none, requestsPerWindow: nil, concurrency: 100)

  private func checkpoint(_ endpoint: Endpoint) throws -> Checkpoint {
    let lock = try RunLock(directory)
    let recovery = try Recovery(directory, of: jobs, edited: .refuse)
    let manifest = Manifest(
      jobFile: jobs.path, endpoint: endpoint, isSandbox: false,
      plan: plan, version: "bench", at: .now)
    return try Checkpoint(recovery, lock: lock, manifest: manifest, redactor: Redactor([]))
  }
}

// MARK: - Outcomes

extension DoneRun {
  private func commit(_ records: [OutcomeRecord], to checkpoint: Checkpoint) async throws {
    try await checkpoint.note(
      records.map {
        .start($0.attempt, job: $0.job.id, line: $0.job.line, sent: 0, at: $0.endedAt)
      })
    var commit = Checkpoint.Commit()
    commit.succeeded = records
    commit.journal = records.map { .end($0.attempt, end(of: $0)) }
    try await checkpoint.commit(commit)
  }

  private func end(of record: OutcomeRecord) -> JournalEnd {
    var end = JournalEnd()
    end.leftAt = BootClock.now
    end.tokensIn = 100
    end.tokensOut = 40
    end.latencyMilliseconds = record.latencyMilliseconds
    end.status = 200
    end.verdict = "succeeded"
    end.at = record.endedAt
    return end
  }

  private func record(_ job: Job, number: Int) -> OutcomeRecord {
    OutcomeRecord(
      job: job, attempt: AttemptID(UInt64(number)), attempts: 1, latencyMilliseconds: 800,
      endedAt: .now, response: Self.response, failure: nil)
  }

  private static let response = Response(status: 200, body: Responder.body)
}
