import Basics
import Foundation
import Synchronization
import TestTools
import Testing

@testable import BatchRunner
@testable import RunSamples

@Suite(.timeLimit(.minutes(5))) struct CheckpointTests {
  /// Collects what is done to the disk, in order.
  private final class Trace: Sendable {
    private let events = Mutex<[DiskEvent]>([])
    var all: [DiskEvent] { events.withLock { $0 } }
    func add(_ event: DiskEvent) { events.withLock { $0.append(event) } }
  }

  @Test
  func `records that are ready together share one write, and results come before the journal`()
    async throws
  {
    let trace = Trace()
    let sample = try CheckpointSample(jobs: 5, observer: { trace.add($0) })
    let checkpoint = try sample.checkpoint(try sample.recovery())
    let before = trace.all.count
    var commit = Checkpoint.Commit()
    for index in 0..<5 { commit.succeeded.append(try sample.record(index, body: "{}")) }
    commit.journal = (1...5).map { .end(AttemptID($0), JournalEnd()) }
    try await checkpoint.commit(commit)
    let writes = trace.all.dropFirst(before).compactMap { event -> String? in
      if case .wrote(let file, _) = event { file } else { nil }
    }
    #expect(writes == ["results.jsonl", "journal.jsonl"])
  }

  @Test func `files are synced before their lengths are recorded, and before the end`() async throws
  {
    let trace = Trace()
    let sample = try CheckpointSample(jobs: 5, observer: { trace.add($0) })
    let checkpoint = try sample.checkpoint(try sample.recovery())
    try await sample.store(0..<5, in: checkpoint)
    try await checkpoint.close(
      status: .finished, state: .finished, text: "", totals: Manifest.Totals())
    let events = trace.all
    let stored = try #require(
      events.firstIndex {
        if case .wrote("results.jsonl", _) = $0 { true } else { false }
      })
    let synced = try #require(events[stored...].firstIndex(of: .synced(file: "results.jsonl")))
    let manifest = try #require(events.lastIndex(of: .renamed(to: "run.json")))
    #expect(stored < synced && synced < manifest)
    // The last line of the journal tells the lengths.
    let lines = events.indices.filter {
      if case .wrote("journal.jsonl", _) = events[$0] { true } else { false }
    }
    let (stopped, told) = (lines[lines.count - 2], lines[lines.count - 1])
    #expect(synced < told)
    #expect(events[stopped..<told].contains(.synced(file: "journal.jsonl")))
    // The background sync may still be heard of in between.
    let ending = events.filter { event in
      if case .synced(let file) = event { file.hasPrefix("run.json") } else { true }
    }
    #expect(
      ending.suffix(3)
        == [.synced(file: "run.json.new"), .renamed(to: "run.json"), .syncedDirectory])
    let length = try Data(contentsOf: URL(fileURLWithPath: sample.directory.results)).count
    #expect(try sample.recovery().journal.synced.results == length)
  }

  @Test func `names of new files are made to last before the first line`() throws {
    let trace = Trace()
    let sample = try CheckpointSample(jobs: 1, observer: { trace.add($0) })
    _ = try sample.checkpoint(try sample.recovery())
    #expect(trace.all.first == .syncedDirectory)
  }

  /// The umask belongs to the whole process, so what matters is that bits are set, not only left.
  @Test func `files are for their owner alone, and links are not followed`() async throws {
    let sample = try CheckpointSample(jobs: 1)
    chmod(sample.directory.path, 0o755)
    try sample.directory.create()
    let checkpoint = try sample.checkpoint(try sample.recovery())
    try await sample.store(0..<1, in: checkpoint)
    try await checkpoint.close(
      status: .finished, state: .finished, text: "", totals: Manifest.Totals())
    for name in [
      "results.jsonl", "failures.jsonl", "journal.jsonl", "unusable.jsonl", "run.json", "lock",
    ] {
      var status = stat()
      #expect(stat(sample.directory.path + "/" + name, &status) == 0)
      #expect(status.st_mode & 0o777 == 0o600, "\(name)")
    }
    let target = try sample.folder.file("target", "precious")
    let link = sample.folder.path + "/link.jsonl"
    symlink(target, link)
    #expect(throws: FileError(path: link, operation: .open, code: ELOOP)) { try AppendFile(link) }
    #expect(try sample.text(target) == "precious")
  }
}
