import Basics
import BatchRunner
import Foundation
import TestTools

/// A run directory with jobs to fill it, for tests of the checkpoint.
struct CheckpointSample {
  let folder = TemporaryFolder()
  let jobs: JobFile
  let directory: RunDirectory

  init(
    jobs count: Int, on disk: any Disk = SystemDisk(), observer: DiskObserver? = nil
  ) throws {
    let lines = (1...count).map { Self.job("text \($0)", id: "job-\($0)") }
    jobs = try JobFile(try folder.file("jobs.jsonl", lines.joined(separator: "\n") + "\n"))
    directory = RunDirectory(folder.path + "/jobs.run", on: disk, observer: observer)
    try directory.create()
  }

  /// A line of a job file.
  static func job(_ text: String, id: String? = nil) -> String {
    let custom = id.map { "\"custom_id\":\"\($0)\"," } ?? ""
    return "{\(custom)\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"\(text)\"}]}"
  }

  func job(_ index: Int) throws -> Job {
    var reader = JobReader(jobs, number: 0)
    guard let job = try reader.next(where: { $0 == index }) else {
      throw FileError(path: "", operation: .read, code: 0)
    }
    return job
  }

  func recovery(_ edited: Recovery.Edited = .refuse) throws(CheckpointError) -> Recovery {
    try Recovery(directory, of: jobs, edited: edited)
  }

  func checkpoint(_ recovery: Recovery, redactor: Redactor = Redactor([])) throws -> Checkpoint {
    try Checkpoint(
      recovery, lock: try RunLock(directory), manifest: try manifest(), redactor: redactor)
  }

  func manifest() throws -> Manifest {
    Manifest(
      jobFile: jobs.path, endpoint: try Endpoint(Endpoint.standard), isSandbox: false,
      plan: .free, version: "test", at: WallTime(milliseconds: 1_763_853_311_204))
  }

  func record(_ index: Int, body: String, failure: Failure? = nil, status: Int = 200) throws
    -> OutcomeRecord
  {
    var headers = ResponseHeaders()
    headers.requestID = "req-\(index)"
    return OutcomeRecord(
      job: try job(index), attempt: AttemptID(UInt64(index + 1)), attempts: 1,
      latencyMilliseconds: 812, endedAt: WallTime(milliseconds: 1_763_853_311_204),
      response: Response(status: status, headers: headers, body: Array(body.utf8)),
      failure: failure)
  }

  /// Stores results for these jobs, as a run does.
  func store(_ indices: some Sequence<Int>, in checkpoint: Checkpoint) async throws {
    var commit = Checkpoint.Commit()
    for index in indices {
      commit.succeeded.append(try record(index, body: #"{"choices":[{"n":\#(index)}]}"#))
    }
    try await checkpoint.commit(commit)
  }

  func text(_ path: String) throws -> String {
    try String(contentsOfFile: path, encoding: .utf8)
  }
}
