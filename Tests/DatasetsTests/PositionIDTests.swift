import Basics
import Foundation
import TestTools
import Testing

@testable import BatchRunner
@testable import Datasets

/// Runs of version 0.1.0, which named jobs by the positions of their rows.
@Suite struct PositionIDTests {
  private let folder = TemporaryFolder()
  private var jobs: String { folder.path + "/jobs.jsonl" }

  init() throws {
    let fixture = ProjectFolder.path(of: "Tests/Fixtures/positions")
    for name in ["reviews.csv", "template.json", "jobs.jsonl", "jobs.jsonl.prepare.json"] {
      try FileManager.default.copyItem(
        atPath: "\(fixture)/\(name)", toPath: "\(folder.path)/\(name)")
    }
    try FileManager.default.copyItem(
      atPath: fixture + "/jobs-run", toPath: folder.path + "/jobs.run")
  }

  private func template() throws -> Template {
    try Template(path: folder.path + "/template.json", model: nil, system: nil)
  }

  /// Writes the rows in this order; `+` is a new row.
  private func sort(_ order: String) throws {
    let text = try String(
      contentsOfFile: ProjectFolder.path(of: "Tests/Fixtures/positions/reviews.csv"),
      encoding: .utf8)
    let lines = text.split(separator: "\n")
    let rows = order.map { $0.wholeNumberValue.map { lines[$0] } ?? "Greta,Quite new,7" }
    try folder.file("reviews.csv", ([lines[0]] + rows).joined(separator: "\n") + "\n")
  }

  /// The ids in the exported table, or `.`, in the order of the rows.
  private func join(
    template: Template? = nil, _ set: (inout Export.Options.Join) -> Void = { _ in }
  ) throws -> String {
    var options = Export.Options()
    options.format = .jsonl
    var join = Export.Options.Join(dataset: folder.path + "/reviews.csv")
    let record = try #require(try PreparationRecord(besideJobs: jobs))
    join.take(record, at: "jobs.jsonl.prepare.json", sameName: true)
    set(&join)
    options.join = join
    var export = try Export(RunDirectory(folder.path + "/jobs.run"), options, template: template)
    let output = try AtomicFile(folder.path + "/out.jsonl", replaces: true)
    try export.runJoined(into: output)
    try output.finish()
    return try String(contentsOfFile: folder.path + "/out.jsonl", encoding: .utf8)
      .split(separator: "\n").map {
        let row = try JSONDecoder().decode(Row.self, from: Data($0.utf8))
        return row.answer == nil ? "." : String(row.id.dropFirst("row-".count))
      }.joined()
  }

  private struct Row: Decodable {
    let id: String
    let answer: String?
  }

  @Test func `a record of an older version is read`() throws {
    let record = try #require(try PreparationRecord(besideJobs: jobs))
    #expect(record.dataset == "reviews.csv" && record.reading.separator == UInt8(ascii: ","))
    #expect(record.columns == nil && record.rows == nil && record.idColumn == nil)
  }

  @Test func `positions alone are refused`() throws {
    do {
      _ = try join()
      Issue.record("joined")
    } catch let error as JoinError {
      #expect(
        error.problem.replacingOccurrences(of: folder.path + "/", with: "")
          == "6 jobs with ids such as 'row-5' cannot be joined safely: these say only where a row of "
          + "'reviews.csv' stood.")
      #expect(
        error.remedy == "Add --template T, so that each row is compared with its job, or "
          + "--trust-positions if every row stands where it stood.")
    }
  }

  @Test(arguments: [
    ("123456", "123456"), ("+123456", ".123456"), ("654321", "154326"), ("524", "524"),
    ("6", "1"), ("5+4", "5.4"),
  ])
  func `rows are found by the requests that the template makes`(order: String, ids: String) throws {
    try sort(order)
    #expect(try join(template: template()) == ids)
  }

  @Test func `positions may be trusted`() throws {
    #expect(try join { $0.trustsPositions = true } == "123456")
    try sort("65")
    #expect(try join { $0.trustsPositions = true } == "12")
  }

  private func prepare() throws -> KeptIDs? {
    var preparation = try Preparation(
      folder.path + "/reviews.csv", template(), Preparation.Options())
    preparation.kept = KeptIDs(jobs)
    let file = try AtomicFile(jobs, replaces: true)
    try preparation.run(into: file) { Issue.record("\($0)") }
    try file.finish()
    var record = PreparationRecord(dataset: "reviews.csv", reading: preparation.reading)
    record.columns = preparation.columnsUsed
    record.rows = preparation.rows
    record.movedIDs = preparation.kept?.moved ?? 0
    try record.write(besideJobs: jobs)
    return preparation.kept
  }

  /// How many jobs of the job file the run has answered.
  private func done() throws -> Int {
    try Recovery(RunDirectory(folder.path + "/jobs.run"), of: JobFile(jobs), edited: .refuse)
      .table.count(of: .succeeded)
  }

  @Test func `an answered request is not paid again after the rows were prepared anew`() throws {
    #expect(try done() == 6)
    try sort("65+4231")
    let kept = try prepare()
    #expect(kept?.kept == 6 && kept?.moved == 3)
    #expect(try JobFile(jobs).table.count == 7)
    #expect(try done() == 6)
    #expect(try join(template: template()) == "15.4263")
    #expect(throws: JoinError.positionsMoved(count: 3)) {
      try join { $0.trustsPositions = true }
    }
    #expect(
      JoinError.positionsMoved(count: 5).problem
        == "--trust-positions: 5 ids such as 'row-1' were kept by 'nightshift prepare' for rows that "
        + "stand elsewhere.")
  }
}
