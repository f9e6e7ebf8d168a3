import Basics
import Foundation
import Testing

@testable import BatchRunner
@testable import RunSamples

@Suite struct RunRepairTests {
  private let sample: CheckpointSample

  /// A run of eight jobs: six answers, a failure and an answer that cannot be used, all synced.
  init() async throws {
    sample = try CheckpointSample(jobs: 8)
    let checkpoint = try sample.checkpoint(try sample.recovery())
    try await checkpoint.note([
      .began(at: .now, boot: "b", version: "1", plan: .free, jobs: 8, toDo: 8)
    ])
    var commit = Checkpoint.Commit()
    for job in 0..<6 { commit.succeeded.append(try sample.record(job, body: Self.answer(job))) }
    let failure = Failure(kind: .status(400), message: "No")
    commit.failed.append(
      try sample.record(6, body: #"{"error":"a/b"}"#, failure: failure, status: 400))
    commit.unusable.append(
      try sample.record(
        7, body: "<a>", failure: Failure(kind: .invalidResponse, message: "not JSON")))
    try await checkpoint.commit(commit)
    try await checkpoint.sync()
    try await checkpoint.close(
      status: .stoppedEarly, state: .halted, text: "t", totals: Manifest.Totals())
  }

  private static func answer(_ job: Int) -> String {
    #"{"choices":[{"message":{"content":"caf\u00e9 \#(job)"}}],"cost":0.10}"#
  }

  private func read(_ path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: path)))
  }

  private func change(_ path: String, _ set: (String) -> String) throws {
    try Data(set(try sample.text(path)).utf8).write(to: URL(fileURLWithPath: path))
  }

  private var files: [String] {
    [sample.directory.results, sample.directory.failures, sample.directory.unusable]
  }

  private static func spaced(_ text: String) -> String {
    var bytes: [UInt8] = []
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      if index > 0 { bytes.append(0x0A) }
      Array(line.utf8).withUnsafeBytes { JSONSpelling(.spaced, .none).append($0, to: &bytes) }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test func `a reformatted run is refused, and after a repair it is as it was`() throws {
    let before = try files.map(read)
    for path in files { try change(path, Self.spaced) }
    #expect(
      throws: CheckpointError.damaged(path: sample.directory.failures, line: 1, count: 1)
    ) { try sample.recovery() }
    let repair = try RunRepair(sample.directory)
    #expect(repair.files.map(\.restored) == [6, 1, 1, 0])
    #expect(repair.files.map(\.rebuilt) == [0, 0, 0, 0])
    try repair.write()
    #expect(try files.map(read) == before)
    #expect(try sample.recovery().reconciliation.done == 6)
    #expect(try RunRepair(sample.directory).isNeeded == false)
    let kept = try FileManager.default.contentsOfDirectory(atPath: sample.directory.salvage)
    #expect(kept.count == 3)
    for path in files {
      let name = try #require(kept.first { $0.hasPrefix(PathName(path).name) })
      let old = try sample.text("\(sample.directory.salvage)/\(name)")
      #expect(old == Self.spaced(try sample.text(path)))
      let attributes = try FileManager.default.attributesOfItem(
        atPath: "\(sample.directory.salvage)/\(name)")
      #expect(attributes[.posixPermissions] as? Int == 0o600)
    }
  }

  @Test func `a new check is made where the spelling of a number is lost, and the example says so`()
    throws
  {
    try change(sample.directory.results) { $0.replacing("0.10", with: "0.1") + "\n" }
    let repair = try RunRepair(sample.directory)
    let found = try #require(repair.files.first)
    #expect((found.lines, found.restored, found.rebuilt, found.blank) == (7, 0, 6, 1))
    // All but the check is laid out as it would be written, so there is no difference to show.
    #expect(found.example == RepairedFile.Example(line: 1, before: "", after: ""))
    try repair.write()
    #expect(try sample.recovery().reconciliation.done == 6)
    #expect(try sample.text(sample.directory.results).contains(#""cost":0.1}"#))
  }

  @Test func `one line beyond repair changes nothing, and is named with the count of all`() throws {
    try change(sample.directory.results) { text in
      var lines = Self.spaced(text).split(separator: "\n").map(String.init)
      lines[2] = lines[2].replacing(#""fingerprint""#, with: #""print""#)
      lines[4] = "x"
      return lines.joined(separator: "\n") + "\n"
    }
    let before = try read(sample.directory.results)
    let error = CheckpointError.beyondRepair(
      path: sample.directory.results, line: 3, reason: "'fingerprint' is missing", count: 2)
    #expect(throws: error) { try RunRepair(sample.directory) }
    #expect(
      error.problem == "\(sample.directory.results):3: cannot be repaired: 'fingerprint' is "
        + "missing; 1 more line cannot either.")
    #expect(try read(sample.directory.results) == before)
    #expect(!FileManager.default.fileExists(atPath: sample.directory.salvage))
  }

  @Test func `a missing last newline is put back`() throws {
    let before = try read(sample.directory.results)
    try change(sample.directory.results) { String($0.dropLast()) }
    #expect(
      throws: CheckpointError.damaged(path: sample.directory.results, line: 6, count: 1)
    ) { try sample.recovery() }
    let repair = try RunRepair(sample.directory)
    #expect(repair.files.first?.restored == 1)
    try repair.write()
    #expect(try read(sample.directory.results) == before)
  }

  @Test func `a torn end behind the synced length is left to the next run`() throws {
    try change(sample.directory.results) { $0 + #"{"id":"run-9","custom_id":"jo"# }
    let repair = try RunRepair(sample.directory)
    #expect(!repair.isNeeded && repair.files.first?.left == 1)
    #expect(try sample.recovery().salvaged > 0)
  }

  /// The recorded lengths are those of the files before they were reformatted.
  @Test func `a torn end after a repair is still a torn end`() throws {
    try change(sample.directory.results) {
      // Shorter than it was.
      $0.replacing("0.10", with: "0.1") + #"{"id":"run-9","cust"#
    }
    let repair = try RunRepair(sample.directory)
    #expect(repair.files.first?.left == 1)
    try repair.write()
    let recovery = try sample.recovery()
    #expect(recovery.salvaged == 19 && recovery.reconciliation.done == 6)
  }

  @Test func `a journal that was reformatted is refused, and then tells the same`() throws {
    let path = sample.directory.journal
    try change(path) { text in
      text
        + #"{"e":"start","a":41,"line":1,"sent_before":0,"custom_id":"job-1","at":"2026-11-23T05:58:27.783Z"}"#
        + "\n"
        + #"{"e":"end","a":41,"left_ms":5,"in":3,"out":2,"ms":1,"status":200,"nanousd":7,"verdict":"succeeded","at":"2026-11-23T05:58:29.689Z"}"#
        + "\n" + #"{"e":"synced","results":1,"failures":1,"unusable":1,"journal":9999}"# + "\n"
    }
    let before = try read(path)
    try change(path, Self.spaced)
    #expect(throws: CheckpointError.self) { try sample.recovery() }
    let repair = try RunRepair(sample.directory)
    #expect(repair.files.last?.rebuilt == 2)
    try repair.write()
    let lines = try sample.text(path).split(separator: "\n").map(String.init)
    let old = String(decoding: before, as: UTF8.self).split(separator: "\n").map(String.init)
    #expect(lines.filter { $0.contains(#""a":41"#) } == old.filter { $0.contains(#""a":41"#) })
    let journal = try sample.recovery().journal
    #expect(journal.attemptsSent == 1 && journal.spend.known.nanodollars == 7)
  }

  @Test func `readers tell damage from a torn end`() throws {
    let results = sample.directory.results
    let whole = try read(results)
    let synced = try SyncedLengths(sample.directory).lengths
    #expect(synced.results == whole.count)
    func check() throws(CheckpointError) {
      var bad = BadLines()
      do throws(FileError) {
        let file = try ReadableFile(results)
        var lines = LineReader(file)
        while let line = try lines.next() {
          let isGood = line.isWhole && line.bytes.map { OutcomeHead($0) != nil } ?? false
          if !isGood { bad.add(line) }
        }
      } catch { throw .file(error) }
      do throws(FileError) { _ = try ReadableFile(results) } catch { throw .file(error) }
      try bad.require(try? ReadableFile(results), synced: synced.results)
    }
    try check()
    for tail in ["{", "x\n", "x\ny\n", #"{"id":"run-9","custom"#] {
      try Data(whole + Array(tail.utf8)).write(to: URL(fileURLWithPath: results))
      try check()
    }
    let lost = whole.dropLast(3)
    try Data(lost).write(to: URL(fileURLWithPath: results))
    #expect(throws: CheckpointError.damaged(path: results, line: 6, count: 1)) { try check() }
    // Behind the synced length, a line in another spelling cannot come from a power cut.
    let last = String(decoding: whole, as: UTF8.self).split(separator: "\n")[5]
    let copy = Array((Self.spaced(String(last)) + "\n").utf8)
    try Data(whole + copy).write(to: URL(fileURLWithPath: results))
    #expect(throws: CheckpointError.damaged(path: results, line: 7, count: 1)) { try check() }
    let edited = Array((last.replacing("café", with: "x").replacing("caf", with: "x") + "\n").utf8)
    try Data(whole + edited).write(to: URL(fileURLWithPath: results))
    try check()
  }
}
