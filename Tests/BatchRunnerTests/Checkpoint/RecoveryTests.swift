import Basics
import Foundation
import TestTools
import Testing

@testable import BatchRunner
@testable import RunSamples

@Suite(.timeLimit(.minutes(5))) struct RecoveryTests {
  @Test func `what is done, failed, edited and gone is told in one line`() async throws {
    let sample = try CheckpointSample(jobs: 10)
    do {
      let checkpoint = try sample.checkpoint(try sample.recovery())
      try await checkpoint.note([began()])
      try await sample.store(0..<6, in: checkpoint)
      var commit = Checkpoint.Commit()
      commit.failed = [
        try sample.record(
          6, body: "{}", failure: Failure(kind: .status(400), message: "m"), status: 400),
        try sample.record(
          7, body: "{}", failure: Failure(kind: .status(503), message: "m"), status: 503),
      ]
      try await checkpoint.commit(commit)
    }
    // Job 1 is edited, job 2 leaves, the rest is shuffled, one is new.
    var lines = try sample.text(sample.jobs.path).split(separator: "\n").map(String.init)
    lines[0] = lines[0].replacing("text 1", with: "text X")
    lines.remove(at: 1)
    lines.append(CheckpointSample.job("new", id: "job-new"))
    _ = try sample.folder.file("jobs.jsonl", lines.reversed().joined(separator: "\n"))
    let jobs = try JobFile(sample.jobs.path)
    let found = try Recovery(sample.directory, of: jobs, edited: .keep).reconciliation
    #expect(
      found.sentence
        == "5 done, 3 to do, 2 failed (1 worth retrying), 1 edited since, 1 no longer in the file")
    #expect(try Recovery(sample.directory, of: jobs, edited: .rerun).reconciliation.toDo == 4)
    #expect(
      throws: CheckpointError.edited(
        jobs: jobs.path, line: 9 + 1, id: "job-1", earlierLine: 1, count: 1)
    ) { try Recovery(sample.directory, of: jobs, edited: .refuse) }
  }

  @Test func `a job that failed and succeeded later is done, and its last failure counts`()
    async throws
  {
    let sample = try CheckpointSample(jobs: 3)
    do {
      let checkpoint = try sample.checkpoint(try sample.recovery())
      for status in [503, 400] {
        var commit = Checkpoint.Commit()
        for index in 0..<2 {
          let failure = Failure(kind: .status(status), message: "m")
          commit.failed.append(
            try sample.record(index, body: "{}", failure: failure, status: status))
        }
        try await checkpoint.commit(commit)
      }
      try await sample.store([0], in: checkpoint)
    }
    #expect(try sample.recovery().reconciliation.sentence == "1 done, 1 to do, 1 failed")
  }

  @Test func `results of another file stop the run`() async throws {
    let sample = try CheckpointSample(jobs: 3)
    do {
      let checkpoint = try sample.checkpoint(try sample.recovery())
      try await sample.store(0..<3, in: checkpoint)
    }
    let other = try JobFile(
      try sample.folder.file("other.jsonl", CheckpointSample.job("o", id: "o")))
    #expect(
      throws: CheckpointError.otherJobs(
        directory: sample.directory.path, jobs: other.path, results: 3)
    ) { try Recovery(sample.directory, of: other, edited: .refuse) }
  }

  /// Every length that a kill or a power cut can leave.
  @Test func `a file torn at any byte is mended before it is used, and no whole line is lost`()
    async throws
  {
    let sample = try CheckpointSample(jobs: 12)
    do {
      let checkpoint = try sample.checkpoint(try sample.recovery())
      try await sample.store(0..<12, in: checkpoint)
    }
    // What is not known to be synced may be torn.
    try FileManager.default.removeItem(atPath: sample.directory.journal)
    let whole = try Data(contentsOf: URL(fileURLWithPath: sample.directory.results))
    for length in 0...whole.count {
      try whole.prefix(length).write(to: URL(fileURLWithPath: sample.directory.results))
      let lines = whole.prefix(length).count { $0 == 0x0A }
      let end = (whole.prefix(length).lastIndex(of: 0x0A) ?? -1) + 1
      let recovery = try sample.recovery()
      #expect(recovery.reconciliation.done == lines)
      #expect(recovery.salvaged == length - end)
      let mended = try Data(contentsOf: URL(fileURLWithPath: sample.directory.results))
      #expect(mended == whole.prefix(end))
    }
    let salvaged = try FileManager.default.contentsOfDirectory(atPath: sample.directory.salvage)
    print("D3: \(whole.count + 1) truncations, \(salvaged.count) torn ends set aside")
    #expect(salvaged.allSatisfy { $0.hasPrefix("results.jsonl-") })
  }

  /// A power cut can take a line in the middle and leave those behind it.
  @Test func `attempts whose starts stand behind a torn line are still known to be open`() throws {
    let sample = try CheckpointSample(jobs: 3)
    var bytes: [UInt8] = []
    began().append(to: &bytes)
    for number in 1...3 {
      if number == 2 { bytes += Array("{\"e\":\"end\",\"a\":9,\"lef\0\0\0\0\0\0\0\0\0\n".utf8) }
      JournalEntry.start(
        AttemptID(UInt64(number)), job: "job-\(number)", line: number, sent: 0, tokens: number,
        at: WallTime(milliseconds: 1_800_000_000_000)
      ).append(to: &bytes)
    }
    try Data(bytes).write(to: URL(fileURLWithPath: sample.directory.journal))
    let recovery = try sample.recovery()
    #expect(recovery.salvaged > 0)
    #expect(recovery.journal.unfinished.map(\.job) == ["job-1", "job-2", "job-3"])
    #expect(recovery.journal.unfinished.map(\.tokens) == [1, 2, 3])
    // The mended file tells the same.
    #expect(try sample.recovery().journal.unfinished.map(\.line) == [1, 2, 3])
  }

  @Test func `a garbled byte in the tail costs its own line only, and elsewhere stops the run`()
    async throws
  {
    let sample = try CheckpointSample(jobs: 8)
    do {
      let checkpoint = try sample.checkpoint(try sample.recovery())
      try await checkpoint.note([began()])
      try await sample.store(0..<4, in: checkpoint)
      try await checkpoint.sync()
      try await sample.store(4..<8, in: checkpoint)
    }
    let whole = try Data(contentsOf: URL(fileURLWithPath: sample.directory.results))
    let journal = try Data(contentsOf: URL(fileURLWithPath: sample.directory.journal))
    let ends = whole.indices.filter { whole[$0] == 0x0A }.map { $0 + 1 }
    var generator = SplitMix64(seed: 7)
    var damaged = 0
    for index in 0..<whole.count where Int.random(in: 0..<4, using: &generator) == 0 {
      var bytes = whole
      bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
      try bytes.write(to: URL(fileURLWithPath: sample.directory.results))
      try journal.write(to: URL(fileURLWithPath: sample.directory.journal))
      let line = ends.firstIndex { index < $0 }! + 1
      if index < ends[3] {
        damaged += 1
        // A flipped byte may become a newline, which makes two lines of one.
        let count = bytes[index] == 0x0A ? 2 : 1
        #expect(
          throws: CheckpointError.damaged(
            path: sample.directory.results, line: line, count: count)
        ) {
          try sample.recovery()
        }
      } else {
        // A flipped newline joins two lines, and both are lost.
        let lost = whole[index] == 0x0A && line < 8 ? 2 : 1
        #expect(try sample.recovery().reconciliation.done == 8 - lost, "byte \(index)")
        #expect(try sample.recovery().salvaged == 0)
      }
    }
    print("D3: \(damaged) flips in synced lines, each named with its line")
  }

  @Test func `attempts without an end are named, and count as started just now`() async throws {
    let sample = try CheckpointSample(jobs: 4)
    do {
      let checkpoint = try sample.checkpoint(try sample.recovery())
      var end = JournalEnd()
      end.leftAt = MonotonicInstant(nanoseconds: 5_000_000)
      end.tokensIn = 3
      try await checkpoint.note([
        began(), start(1, "job-1"), start(2, "job-2"), .end(AttemptID(1), end),
        start(3, "job \"3\""),
      ])
    }
    let journal = try sample.recovery().journal
    #expect(journal.unfinished.map(\.job) == ["job-2", "job \"3\""])
    #expect(journal.lastAttempt == 3 && journal.tokensIn == 3 && journal.attemptsSent == 1)
    let now = MonotonicInstant(nanoseconds: 9_000_000_000)
    let history = journal.history(at: now, limit: 2)
    #expect(history.uncertain == 2)
    // Those that a power cut may have taken lie before the boot.
    let boot = MonotonicInstant(nanoseconds: 0)
    #expect(history.starts == [boot, boot, MonotonicInstant(nanoseconds: 5_000_000)])
  }

  @Test func `after a reboot earlier starts count as made before it`() async throws {
    let sample = try CheckpointSample(jobs: 4)
    do {
      let checkpoint = try sample.checkpoint(try sample.recovery())
      var end = JournalEnd()
      end.leftAt = MonotonicInstant(nanoseconds: 5_000_000_000_000)
      try await checkpoint.note([
        began(boot: "another"), start(1, "job-1"), .end(AttemptID(1), end), start(2, "job-2"),
      ])
    }
    let history = try sample.recovery().journal.history(
      at: MonotonicInstant(nanoseconds: 1), limit: 1000)
    #expect(history.uncertain == 0)
    #expect(history.starts.allSatisfy { $0.nanoseconds == 0 } && history.starts.count >= 1_000)
  }

  @Test func `a finished run keeps one line a failed job`() async throws {
    let sample = try CheckpointSample(jobs: 3)
    let checkpoint = try sample.checkpoint(try sample.recovery())
    let failure = Failure(kind: .status(400), message: "m")
    for round in 0..<3 {
      var commit = Checkpoint.Commit()
      commit.failed = [
        try sample.record(0, body: "{\"round\":\(round)}", failure: failure, status: 400),
        try sample.record(1, body: "{}", failure: failure, status: 400),
      ]
      try await checkpoint.commit(commit)
    }
    try await sample.store(1...2, in: checkpoint)
    try await checkpoint.close(
      status: .someFailed, state: .finished, text: "", totals: Manifest.Totals())
    let lines = try sample.text(sample.directory.failures).split(separator: "\n")
    #expect(lines.count == 1 && lines[0].contains("\"round\":2"))
  }

  @Test func `fifty starts at once have one winner, and a lock that was let go is free`()
    async throws
  {
    let sample = try CheckpointSample(jobs: 1)
    for _ in 0..<20 {
      let locks = await withTaskGroup(of: RunLock?.self) { group in
        for _ in 0..<50 { group.addTask { try? RunLock(sample.directory) } }
        return await group.reduce(into: [RunLock]()) { if let lock = $1 { $0.append(lock) } }
      }
      #expect(locks.count == 1)
    }
    print("D6: 20 rounds of 50 starts, one winner each")
  }

  private func began(boot: String? = BootClock.bootID) -> JournalEntry {
    .began(at: .now, boot: boot, version: "test", plan: .free, jobs: 4, toDo: 4)
  }

  private func start(_ number: UInt64, _ job: String) -> JournalEntry {
    .start(AttemptID(number), job: job, line: 1, sent: 0, at: .now)
  }
}
