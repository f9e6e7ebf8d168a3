import Basics
import Foundation
import Synchronization
import TestTools
import Testing

@testable import BatchRunner
@testable import RunSamples

/// A run directory on file systems that lack something, as network drives, FUSE, 9p and the Windows
/// drives of WSL do.
@Suite(.timeLimit(.minutes(5))) struct FileSystemTests {
  /// What a run was told that its file system lacks.
  private final class Lacking: Sendable {
    private let abilities = Mutex<Set<DiskAbility>>([])
    var all: Set<DiskAbility> { abilities.withLock { $0 } }
    func add(_ event: DiskEvent) {
      if case .lacks(let ability) = event { abilities.withLock { _ = $0.insert(ability) } }
    }
  }

  /// Runs five jobs on such a disk to their end, and returns the sample and what was missed.
  private func wholeRun(_ disk: LackingDisk) async throws -> (CheckpointSample, Set<DiskAbility>) {
    let lacking = Lacking()
    let sample = try CheckpointSample(jobs: 5, on: disk, observer: { lacking.add($0) })
    try sample.directory.tryReplacing()
    let checkpoint = try sample.checkpoint(try sample.recovery())
    try await sample.store(0..<5, in: checkpoint)
    try await checkpoint.close(
      status: .finished, state: .finished, text: "", totals: Manifest.Totals())
    #expect(try sample.recovery().reconciliation.done == 5)
    return (sample, lacking.all)
  }

  @Test(
    arguments: [
      ([.fchmod: EPERM, .chmod: EPERM], []), ([.fchmod: ENOTSUP], []), ([.chmod: EACCES], []),
      ([.fchmod: ENOSYS, .chmod: EINVAL], []), ([.syncDirectory: EINVAL], [.directorySync]),
      ([.syncDirectory: ENOTSUP], [.directorySync]), ([.syncDirectory: EBADF], [.directorySync]),
      ([.openDirectory: EISDIR], [.directorySync]), ([.openDirectory: EINVAL], [.directorySync]),
      ([.syncFile: EINVAL], [.fileSync]), ([.syncFile: ENOTSUP], [.fileSync]),
      ([.syncFile: ENOSYS, .syncDirectory: EINVAL], [.fileSync, .directorySync]),
      ([.truncate: ENOTSUP], []),
    ] as [([LackingDisk.Call: Int32], Set<DiskAbility>)])
  func `a run does without what loses nothing, and says what is missing`(
    refused: [LackingDisk.Call: Int32], expected: Set<DiskAbility>
  ) async throws {
    // A refused change of a mode is no lack where files are private all the same.
    #expect(try await wholeRun(LackingDisk(refused: refused)).1 == expected)
  }

  @Test(arguments: [[:], [.fchmod: EPERM, .chmod: EPERM]] as [[LackingDisk.Call: Int32]])
  func `modes that stay open are noticed, whether their change is refused or ignored`(
    refused: [LackingDisk.Call: Int32]
  ) async throws {
    let disk = LackingDisk(refused: refused, ignoresModes: true)
    #expect(try await wholeRun(disk).1 == [.modes])
  }

  /// It may be there on purpose, so that somebody else can read the answers.
  @Test(.enabled(if: geteuid() == 0, "only root can give a file to somebody else"))
  func `a file that belongs to somebody else is not written to`() throws {
    let sample = try CheckpointSample(jobs: 1, on: LackingDisk(refused: [.fchmod: EPERM]))
    let path = try sample.folder.file("jobs.run/results.jsonl", "")
    #expect(chown(path, 12_345, 12_345) == 0)
    #expect(throws: FileError(path: path, operation: .open, code: EPERM)) {
      try sample.directory.file(path)
    }
  }

  @Test(
    arguments: [
      ([.syncDirectory: EIO], .sync, EIO), ([.syncDirectory: ENOSPC], .sync, ENOSPC),
      ([.chmod: EIO], .create, EIO), ([.chmod: EROFS], .create, EROFS),
      ([.syncDirectory: EDQUOT], .sync, EDQUOT),
    ] as [([LackingDisk.Call: Int32], FileError.Operation, Int32)])
  func `a disk that fails is no file system that lacks something`(
    refused: [LackingDisk.Call: Int32], operation: FileError.Operation, code: Int32
  ) throws {
    do {
      _ = try CheckpointSample(jobs: 1, on: LackingDisk(refused: refused))
      Issue.record("no error")
    } catch let error as FileError {
      #expect(error.operation == operation && error.code == code)
    }
  }

  @Test(arguments: [EIO, ENOSPC, EDQUOT, EBADF, EROFS])
  func `a sync of a file that fails is an error, and nothing is recorded as synced`(
    code: Int32
  ) throws {
    let sample = try CheckpointSample(jobs: 1, on: LackingDisk(refused: [.syncFile: code]))
    let file = try sample.directory.file(sample.directory.results)
    try file.append(Array("{}\n".utf8))
    #expect(throws: FileError(path: sample.directory.results, operation: .sync, code: code)) {
      try file.sync()
    }
  }

  /// Nothing is known to be on the disk there, so damage anywhere may come from a power cut.
  @Test func `where files cannot be synced, damage is set aside wherever it is`() async throws {
    let (sample, _) = try await wholeRun(LackingDisk(refused: [.syncFile: EINVAL]))
    #expect(try !sample.text(sample.directory.journal).contains(#""e":"synced""#))
    var lines = try sample.text(sample.directory.results).split(separator: "\n").map(String.init)
    lines[1] = "{\"garbled"
    try sample.folder.file("jobs.run/results.jsonl", lines.joined(separator: "\n") + "\n")
    let recovery = try sample.recovery()
    #expect(recovery.salvaged == 10)
    #expect(recovery.reconciliation.done == 4 && recovery.reconciliation.toDo == 1)
  }

  @Test(arguments: [ENOTSUP, EINVAL, EPERM])
  func `a torn end is set aside even where files cannot be truncated`(code: Int32) async throws {
    let (sample, _) = try await wholeRun(LackingDisk(refused: [.truncate: code]))
    let whole = try sample.text(sample.directory.results)
    try sample.folder.file("jobs.run/results.jsonl", whole + "{\"torn")
    #expect(try sample.recovery().salvaged == 6)
    #expect(try sample.text(sample.directory.results) == whole)
  }

  @Test(arguments: [ENOLCK, ENOTSUP, ENOSYS, EINVAL])
  func `without locks a run is refused, and the message names a way out`(code: Int32) throws {
    let sample = try CheckpointSample(jobs: 1, on: LackingDisk(refused: [.flock: code]))
    let error = RunLockError.noLocks(directory: sample.directory.path, code: code)
    #expect(throws: error) { try RunLock(sample.directory) }
    #expect(
      error.problem
        == "the file system of '\(sample.directory.path)' has no locks "
        + "(\(String(cString: strerror(code)))), so two runs could use the directory at once and "
        + "pay for the same jobs twice.")
    #expect(error.remedy == "Name a directory on a local disk with --run-dir.")
    #expect(RunLock.isHeld(sample.directory) == nil)
  }

  /// What Linux answers for NFS and CIFS, where another process has locked the range.
  @Test func `a lock that is refused with EACCES is held by another run`() throws {
    let sample = try CheckpointSample(jobs: 1, on: LackingDisk(refused: [.flock: EACCES]))
    #expect(throws: RunLockError.inUse(directory: sample.directory.path, holder: nil)) {
      try RunLock(sample.directory)
    }
    #expect(RunLock.isHeld(sample.directory) == true)
  }

  @Test func `a lock that fails in another way is an error of the disk`() throws {
    let sample = try CheckpointSample(jobs: 1, on: LackingDisk(refused: [.flock: EIO]))
    let error = FileError(path: sample.directory.lock, operation: .lock, code: EIO)
    #expect(throws: RunLockError.file(error)) { try RunLock(sample.directory) }
  }

  @Test(arguments: [
    (EEXIST, "File exists", "Check its permissions. If its file system cannot replace files, use"),
    (
      EPERM, "Operation not permitted",
      "Check its permissions. If its file system cannot replace files, use"
    ),
    (ENOSYS, "Function not implemented", "Its file system cannot do this: use"),
  ])
  func `a file system that cannot replace a file is found out before the run`(
    code: Int32, words: String, remedy: String
  ) throws {
    let sample = try CheckpointSample(jobs: 1, on: LackingDisk(refused: [.replace: code]))
    let directory = sample.directory.path
    let error = FileError(path: directory, operation: .replace, code: code)
    #expect(throws: error) { try sample.directory.tryReplacing() }
    #expect(error.problem == "cannot replace a file in '\(directory)': \(words).")
    #expect(error.remedy == remedy + " a folder on a local disk (for a run: --run-dir).")
    #expect(try FileManager.default.contentsOfDirectory(atPath: directory) == [])
  }

  /// Without it a symbolic link in a file's place would be followed, so there is no doing without.
  @Test func `a file system without O_NOFOLLOW is an error`() throws {
    let sample = try CheckpointSample(
      jobs: 1, on: LackingDisk(refused: [.openWithoutLinks: EINVAL]))
    let path = sample.directory.results
    let error = FileError(path: path, operation: .open, code: EINVAL)
    #expect(throws: error) { try sample.directory.file(path) }
    #expect(error.problem == "cannot open '\(path)': Invalid argument.")
    #expect(
      error.remedy
        == "Its file system cannot do this: use a folder on a local disk (for a run: --run-dir).")
  }
}
