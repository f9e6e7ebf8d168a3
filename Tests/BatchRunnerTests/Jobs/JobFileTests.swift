import Basics
import Foundation
import TestTools
import Testing

@testable import BatchRunner
@testable import RunSamples

@Suite struct JobFileTests {
  let folder = TemporaryFolder()

  private static func job(_ text: String, id: String? = nil) -> String {
    CheckpointSample.job(text, id: id)
  }

  @Test
  func `a job without an id is named after its body, and inserted lines do not change the name`()
    throws
  {
    let before = try ids(["a", "b", "a"])
    let after = try ids(["x", "b", "a", "y", "a"])
    #expect(Set(before).isSubset(of: after))
    #expect(before[2] == before[0] + "-2")
    #expect(before[0].hasPrefix("auto-") && before[0].count == 21)
  }

  @Test func `a problem is reported with file, line and column in characters`() throws {
    let path = try folder.file("bad.jsonl", Self.job("ok") + "\n{\"é\": tru}\n")
    let file = try JobFile(path)
    #expect(file.problemCount == 1)
    #expect(file.problems[0].problem == "\(path):2:10: not JSON: unexpected '}'.")
  }

  @Test func `a duplicate id names both lines`() throws {
    let path = try folder.file(
      "twice.jsonl", "\n" + Self.job("1", id: "a") + "\n" + Self.job("2", id: "a"))
    #expect(
      try JobFile(path).problems.map(\.problem) == [
        "\(path):3:1: custom_id 'a' is already used in line 2."
      ])
  }

  @Test func `each tolerated oddity is noted once`() throws {
    let path = try folder.file(
      "odd.jsonl", "\u{FEFF}" + Self.job("1") + "\r\n\r\n\n" + Self.job("2"))
    let file = try JobFile(path)
    #expect(file.problemCount == 0 && file.table.count == 2)
    #expect(
      file.notes == [.byteOrderMark, .noLastNewline, .carriageReturns, .blankLines(count: 2)])
  }

  @Test func `identical requests are counted, with the first pair`() throws {
    let path = try folder.file(
      "same.jsonl",
      [Self.job("1", id: "a"), Self.job("2"), Self.job("1", id: "b"), Self.job("2")]
        .joined(separator: "\n"))
    let found = try #require(try JobFile(path).table.identicalBodies())
    #expect(found.count == 2 && found.first == (1, 3))
  }

  @Test func `problems after the hundredth are counted, and the callback gets all of them`() throws
  {
    let path = try folder.file("many.jsonl", String(repeating: "x\n", count: 250))
    var heard = 0
    let file = try JobFile(path) { _ in heard += 1 }
    #expect(file.problems.count == 100 && file.problemCount == 250 && heard == 250)
  }

  @Test func `a changed line is detected before its job is returned`() throws {
    let path = try folder.file("jobs.jsonl", Self.job("1") + "\n" + Self.job("2") + "\n")
    let file = try JobFile(path)
    _ = try folder.file("new.jsonl", "")
    try Self.job("1").appending("\n" + Self.job("X") + "\n")
      .write(toFile: path, atomically: false, encoding: .utf8)
    var reader = JobReader(file, number: 0)
    #expect(try reader.next { _ in true }?.line == 1)
    #expect(throws: JobReaderError.changed(JobFileChange(path: path, line: 2))) {
      try reader.next { _ in true }
    }
  }

  @Test func `a job that is read again is the same`() throws {
    let path = try folder.file("jobs.jsonl", "\u{FEFF}" + Self.job("1") + "\n\n" + Self.job("2"))
    let file = try JobFile(path)
    var reader = JobReader(file, number: 0)
    var parser = JobLineParser()
    while let job = try reader.next(where: { _ in true }) {
      let again = try file.job(at: job.place, with: &parser)
      #expect(again.id == job.id && again.body == job.body)
    }
  }

  @Test func `a line longer than the buffer is read completely`() throws {
    let long = Self.job(String(repeating: "long ", count: 200_000))
    let path = try folder.file("long.jsonl", Self.job("1") + "\n" + long + "\n" + Self.job("2"))
    let file = try JobFile(path)
    #expect(file.table.count == 3 && file.problemCount == 0)
  }

  @Test func `ten thousand jobs are found by their ids`() throws {
    var table = JobTable()
    for number in 0..<10_000 {
      let taken = table.append(
        id: "job-\(number)", fingerprint: Fingerprint(UInt64(number % 10)), line: number + 1)
      #expect(taken == nil)
    }
    for number in 0..<10_000 {
      #expect(table.index(ofID: XXHash64.hash("job-\(number)")) == number)
    }
    #expect(table.index(ofID: XXHash64.hash("other")) == nil)
  }

  private func ids(_ texts: [String]) throws -> [String] {
    let path = try folder.file(
      "ids.jsonl", texts.map { Self.job($0) }.joined(separator: "\n") + "\n")
    let file = try JobFile(path)
    var reader = JobReader(file, number: 0)
    var ids: [String] = []
    while let job = try reader.next(where: { _ in true }) { ids.append(job.id) }
    return ids
  }
}
