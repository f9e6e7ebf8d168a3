import Basics
import Foundation
import TestTools
import Testing

@testable import BatchRunner
@testable import Datasets
@testable import RunSamples

/// A dataset that is prepared, run and joined in a folder of its own.
struct DatasetRun {
  let folder = TemporaryFolder()
  private var jobs: String { folder.path + "/jobs.jsonl" }
  private var directory: RunDirectory {
    RunDirectory(folder.path + "/jobs.run", on: UnsyncedDisk())
  }

  /// Writes the dataset as `d.csv`, or with another name.
  @discardableResult
  func write(_ text: String, name: String = "d.csv") throws -> String {
    try folder.file(name, text)
  }

  /// Prepares a dataset with the prompt, in place of an earlier job file. Returns the ids.
  @discardableResult
  func prepare(
    _ name: String = "d.csv", prompt: String = "{{text}}",
    _ set: (inout Preparation.Options) -> Void = { _ in }
  ) throws -> [String] {
    var options = Preparation.Options()
    set(&options)
    let template = try template(prompt)
    var preparation = try Preparation(folder.path + "/" + name, template, options)
    preparation.kept = KeptIDs(jobs)
    let file = try AtomicFile(jobs, replaces: true)
    try preparation.run(into: file) { Issue.record("\($0)") }
    try file.finish()
    var record = PreparationRecord(
      dataset: folder.path + "/" + name, reading: preparation.reading)
    record.idColumn = options.idColumn
    record.columns = preparation.columnsUsed
    record.rows = preparation.rows
    record.movedIDs = preparation.kept?.moved ?? 0
    try record.write(besideJobs: jobs)
    return try JobFile(jobs).ids()
  }

  func template(_ prompt: String) throws -> Template {
    try Template(Array(prompt.utf8), path: "t.txt", model: "m", system: nil)
  }

  /// Answers each job with the text of its message, in which letters are upper-case. `skips` are the
  /// indices of jobs that stay to do.
  func run(skips: Set<Int> = []) async throws {
    let file = try JobFile(jobs)
    if !directory.exists { try directory.create() }
    let manifest = Manifest(
      jobFile: jobs, endpoint: try Endpoint(Endpoint.standard), isSandbox: false, plan: .free,
      version: "test", at: WallTime(milliseconds: 1_763_853_311_204))
    let checkpoint = try Checkpoint(
      try Recovery(directory, of: file, edited: .keep), lock: try RunLock(directory),
      manifest: manifest, redactor: Redactor([]))
    var commit = Checkpoint.Commit()
    var reader = JobReader(file, number: 0)
    var index = 0
    while let job = try reader.next(where: { _ in true }) {
      defer { index += 1 }
      if skips.contains(index) { continue }
      let text =
        String(decoding: job.body, as: UTF8.self)
        .components(separatedBy: "\"content\":\"").last?.dropLast("\"}]}".count) ?? ""
      let body =
        #"{"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":""#
        + text.uppercased().replacingOccurrences(of: "\\N", with: "\\n")
        + #""},"finish_reason":"stop"}]}"#
      commit.succeeded.append(
        OutcomeRecord(
          job: job, attempt: AttemptID(UInt64(index + 1)), attempts: 1, latencyMilliseconds: 1,
          endedAt: WallTime(milliseconds: 1_763_853_311_204),
          response: Response(
            status: 200, headers: ResponseHeaders(), body: Array(body.utf8)),
          failure: nil))
    }
    try await checkpoint.commit(commit)
  }

  /// Joins the answers to a dataset. Gives for each row its answer, or `.`, and what was told.
  func join(
    _ name: String = "d.csv", template prompt: String? = nil, usesRecord: Bool = true,
    _ set: (inout Export.Options.Join) -> Void = { _ in }
  ) throws -> (answers: [String], told: [String]) {
    var options = Export.Options()
    options.format = .jsonl
    var join = Export.Options.Join(dataset: folder.path + "/" + name)
    if usesRecord, let record = try PreparationRecord(besideJobs: jobs) {
      join.take(record, at: PreparationRecord.path(besideJobs: "jobs.jsonl"), sameName: true)
    } else {
      join.missingRecord = "jobs.jsonl.prepare.json"
    }
    set(&join)
    options.join = join
    let path = folder.path + "/out.jsonl"
    var export = try Export(directory, options, template: try prompt.map { try template($0) })
    let output = try AtomicFile(path, replaces: true)
    try export.runJoined(into: output)
    try output.finish()
    let answers = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map {
      try JSONDecoder().decode(Row.self, from: Data($0.utf8)).answer ?? "."
    }
    let told = (export.report?.sentences ?? [])
      .map { $0.replacingOccurrences(of: folder.path + "/", with: "") }
    return (answers, told)
  }

  private struct Row: Decodable {
    let answer: String?
  }
}

/// The disk of this machine without syncs, which take most of the time of a small run.
private struct UnsyncedDisk: ForwardingDisk {
  func sync(_ descriptor: Int32) -> Int32 { 0 }
}

extension JobFile {
  /// The ids of all jobs.
  fileprivate func ids() throws -> [String] {
    var reader = JobReader(self, number: 0)
    var ids: [String] = []
    while let job = try reader.next(where: { _ in true }) { ids.append(job.id) }
    return ids
  }
}
