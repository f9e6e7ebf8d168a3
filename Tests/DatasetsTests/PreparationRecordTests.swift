import Datasets
import Foundation
import TestTools
import Testing

@Suite struct PreparationRecordTests {
  private let folder = TemporaryFolder()

  @Test(
    arguments: [
      DatasetReading(
        format: .csv, separator: UInt8(ascii: ";"), encoding: .windows1252, escape: .backslash,
        nulls: ["", "N/A"]),
      DatasetReading(format: .tsv, separator: 0x09, encoding: .utf16),
      DatasetReading(format: .jsonl, encoding: .utf8),
    ])
  func `a record is read as it was written`(reading: DatasetReading) throws {
    var record = PreparationRecord(dataset: "a \"b\".csv", reading: reading)
    record.idColumn = "i\"d"
    record.columns = ["a", "\u{e9}"]
    record.rows = 12
    record.movedIDs = 3
    record.template = 0xFF
    let jobs = folder.path + "/jobs.jsonl"
    try record.write(besideJobs: jobs)
    try record.write(besideJobs: jobs)
    #expect(try PreparationRecord(besideJobs: jobs) == record)
  }

  @Test func `a record is one JSON object`() throws {
    let jobs = folder.path + "/jobs.jsonl"
    let reading = DatasetReading(format: .csv, separator: UInt8(ascii: ","), encoding: .utf8)
    try PreparationRecord(dataset: "d.csv", reading: reading).write(besideJobs: jobs)
    #expect(
      try String(contentsOfFile: jobs + ".prepare.json", encoding: .utf8)
        == #"{"schema":2,"dataset":"d.csv","format":"csv","separator":",","encoding":"utf-8","#
        + #""escape":null,"null":[],"id_column":null,"columns":null,"rows":null,"moved_ids":0,"#
        + "\"template\":null}\n")
  }

  @Test func `a job file may have no record`() throws {
    #expect(try PreparationRecord(besideJobs: folder.path + "/none.jsonl") == nil)
  }

  @Test(arguments: [
    "", "[]", "{}", #"{"schema":3,"dataset":"d"}"#, #"{"schema":0,"dataset":"d"}"#,
    #"{"schema":1}"#, "{\"schema\":1",
  ])
  func `another text is no record`(text: String) throws {
    try folder.file("j.prepare.json", text)
    do {
      _ = try PreparationRecord(besideJobs: folder.path + "/j")
      Issue.record("read")
    } catch let error as PreparationRecordError {
      #expect(
        error.problem == "'\(folder.path)/j.prepare.json' does not say how the dataset was read.")
    }
  }
}
