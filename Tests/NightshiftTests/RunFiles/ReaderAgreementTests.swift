import Basics
import Foundation
import TestTools
import Testing

@testable import BatchRunner
@testable import RunSamples

@Suite(.timeLimit(.minutes(5))) struct ReaderAgreementTests {
  private static let jobs = 16
  private let sample: CheckpointSample

  init() throws {
    sample = try CheckpointSample(jobs: Self.jobs)
    try sample.manifest().write(to: sample.directory)
  }

  private static let absurd = [
    "999999999999999999", "9223372036854775807", "9223372036854775808", "-9223372036854775808",
    "10000000000000000000", "-1", "1.5", "1e300", "-1e300", "1e999", "\"7\"", "\"NaN\"", "null",
    "[]", "0.0000000000000000000001",
  ]

  private static func answer(tokensIn: String, tokensOut: String, credits: String = "9") -> String {
    #"{"model":"m","choices":[{"message":{"content":"x"},"finish_reason":"stop"}],"#
      + #""usage":{"prompt_tokens":\#(tokensIn),"completion_tokens":\#(tokensOut)},"#
      + #""_remaining_credits":\#(credits)}"#
  }

  private func write(_ records: [OutcomeRecord], to path: String, behind tail: [UInt8] = []) throws
  {
    var line = OutcomeLine(runID: "run", redactor: Redactor([]))
    var bytes: [UInt8] = []
    for record in records { line.append(record, to: &bytes) }
    try Data(bytes + tail).write(to: URL(fileURLWithPath: path))
  }

  private func results(_ body: (Int) -> String) throws -> [OutcomeRecord] {
    try (0..<10).map { try sample.record($0, body: body($0)) }
  }

  private func failures() throws -> [OutcomeRecord] {
    try [3, 11, 12].map {
      try sample.record(
        $0, body: #"{"error":{"message":"No","code":"bad"}}"#,
        failure: Failure(kind: .status(400), message: "No"), status: 400)
    }
  }

  private static func journal(_ attempt: Int, _ end: String) -> String {
    #"{"e":"start","a":\#(attempt),"line":1,"sent_before":0,"custom_id":"job-\#(attempt)","#
      + #""at":"2026-11-23T05:58:27.783Z"}"# + "\n" + end + "\n"
  }

  private static func end(
    _ attempt: Int, left: String = "5", tokensIn: String = "3", tokensOut: String = "2",
    status: String = "200", charge: String = "", at: String = "2026-11-23T05:58:29.689Z"
  ) -> String {
    #"{"e":"end","a":\#(attempt),"left_ms":\#(left),"in":\#(tokensIn),"out":\#(tokensOut),"#
      + #""ms":1,"status":\#(status)\#(charge),"verdict":"succeeded","at":"\#(at)"}"#
  }

  private static func began(
    rpm: String = "60", concurrency: String = "2", window: String = "60.0", jobs: String = "16",
    toDo: String = "16", at: String = "2026-11-23T05:58:27.000Z"
  ) -> String {
    #"{"e":"began","boot":"b","version":"1","plan":"free","rpm":\#(rpm),"concurrency":\#(concurrency),"#
      + #""window_s":\#(window),"jobs":\#(jobs),"to_do":\#(toDo),"at":"\#(at)"}"#
  }

  private func write(journal lines: [String]) throws {
    try Data((lines.joined(separator: "\n") + "\n").utf8).write(
      to: URL(fileURLWithPath: sample.directory.journal))
  }

  @Test(arguments: absurd)
  func `absurd numbers in a server's answer count as not told, for every command`(
    number: String
  ) throws {
    try write(journal: [Self.began()])
    try write(failures(), to: sample.directory.failures)
    let bodies = [
      Self.answer(tokensIn: number, tokensOut: "2"), Self.answer(tokensIn: "3", tokensOut: number),
      Self.answer(tokensIn: number, tokensOut: number, credits: number),
    ]
    try write(
      try results { $0 < 9 ? bodies[$0 % 3] : Self.answer(tokensIn: "30", tokensOut: "20") },
      to: sample.directory.results)
    let counts = try ReaderCounts(sample)
    #expect(counts.disagreement == nil)
    #expect(counts.resume == .init(done: 10, failed: 2))
    #expect(counts.estimateTokens == [30, 20])
  }

  private static func job(_ job: Job, line: Int) -> Job {
    Job(
      id: job.id, place: job.place, line: line, fingerprint: job.fingerprint, body: job.body,
      model: job.model)
  }

  @Test func `absurd numbers in the head of a line are clamped, or the line is damaged for all`()
    throws
  {
    var records = try results { _ in Self.answer(tokensIn: "3", tokensOut: "2") }
    records[0].latencyMilliseconds = 999_999_999_999_999_999
    records[1].attempts = 999_999_999_999_999_999
    records[2].attempt = AttemptID(999_999_999_999_999_999)
    records[3].job = Self.job(records[3].job, line: 999_999_999_999_999_999)
    records[4].latencyMilliseconds = .max
    records[5].latencyMilliseconds = -1
    records[6].attempts = .max
    records[7].job = Self.job(records[7].job, line: .min)
    try write(journal: [Self.began()])
    try write(records, to: sample.directory.results)
    try write(failures(), to: sample.directory.failures)
    let counts = try ReaderCounts(sample)
    #expect(counts.disagreement == nil)
    // Job 4 failed, and its line as a success is legible.
    #expect(counts.resume == .init(done: 6, failed: 2) && counts.exportDamaged == 4)
  }

  @Test func `an answer that is nested as deeply as can be counts for every command`() throws {
    let depth = JSONOutline.deepestNesting - 1
    let deep =
      #"{"choices":"# + String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
      + "}"
    try write(journal: [Self.began()])
    try write(try results { _ in deep }, to: sample.directory.results)
    let counts = try ReaderCounts(sample)
    #expect(counts.disagreement == nil)
    #expect(counts.resume.done == 10 && counts.exportDamaged == 0)
    let table = try sample.text(sample.folder.path + "/table.csv")
    #expect(table.contains("job-1,"))
  }

  @Test(arguments: absurd)
  func `absurd numbers in a journal are clamped, or the line is damaged for all`(number: String)
    throws
  {
    let time = "9999-12-31T23:59:59.999Z"
    var lines = [
      Self.began(rpm: number), Self.began(concurrency: number), Self.began(window: number),
      Self.began(jobs: number), Self.began(toDo: number),
      Self.began(at: "0000-01-01T00:00:00.000Z"),
      Self.began(at: number.filter { $0 != "\"" }),
    ]
    for attempt in 1...12 {
      lines.append(Self.journal(attempt, Self.end(attempt, charge: #","nanousd":\#(number)"#)))
      lines.append(Self.end(attempt, charge: #","nanousd_perhaps":\#(number)"#))
      lines.append(Self.end(attempt, left: number))
      lines.append(Self.end(attempt, tokensIn: number, tokensOut: number))
      lines.append(Self.end(attempt, status: number, at: time))
    }
    lines += [
      #"{"e":"synced","results":\#(number),"failures":\#(number),"unusable":0,"journal":0}"#,
      #"{"e":"synced","results":0,"failures":0,"unusable":0,"journal":0}"#,
      #"{"e":"start","a":\#(number),"line":\#(number),"sent_before":\#(number),"custom_id":"job-1","at":"x"}"#,
      #"{"e":"stopped","status":\#(number),"state":\#(number),"text":"","at":"\#(time)"}"#,
    ]
    try write(journal: lines)
    try write(
      try results { _ in Self.answer(tokensIn: "3", tokensOut: "2") }, to: sample.directory.results)
    let counts = try ReaderCounts(sample)
    #expect(counts.disagreement == nil)
    #expect(counts.resume == .init(done: 10, failed: 0))
    #expect(counts.state == [.interrupted, .interrupted])
  }

  @Test(arguments: absurd)
  func `absurd numbers in run.json are clamped, or refused by all`(number: String) throws {
    try write(journal: [Self.began()])
    let text = try sample.text(sample.directory.manifest)
    for member in ["concurrency", "requests_per_window", "window_s", "exit_status", "jobs"] {
      let isThere = text.contains("\"\(member)\"")
      let spelled = "\"\(member)\" : \(number)"
      let pattern = try Regex("\"\(member)\" : [^,\\n]*")
      let changed =
        isThere ? text.replacing(pattern, with: spelled) : "{\(spelled)," + text.dropFirst()
      try changed.write(toFile: sample.directory.manifest, atomically: true, encoding: .utf8)
      guard let manifest = try? Manifest(in: sample.directory) else {
        #expect(throws: CheckpointError.self) { try ReaderCounts(sample) }
        continue
      }
      let counts = try ReaderCounts(sample)
      #expect(counts.disagreement == nil)
      try manifest.write(to: sample.directory)
      #expect(try Manifest(in: sample.directory) == manifest)
    }
  }

  @Test func `all commands agree on files that are damaged at random`() throws {
    var dice = SplitMix64(seed: 7)
    var (damaged, lost) = (0, 0)
    for _ in 0..<150 {
      var lines = [Self.began()]
      for attempt in 1...10 {
        lines.append(Self.journal(attempt, Self.end(attempt, charge: #","nanousd":7"#)))
      }
      lines.append(
        #"{"e":"stopped","status":6,"state":"halted","text":"t","at":"2026-11-23T05:59:00.000Z"}"#)
      try write(journal: lines)
      try write(
        try results { Self.answer(tokensIn: "\($0)", tokensOut: "2") }, to: sample.directory.results
      )
      try write(failures(), to: sample.directory.failures)
      for path in [sample.directory.journal, sample.directory.results, sample.directory.failures] {
        try damage(path, using: &dice)
      }
      let counts = try ReaderCounts(sample)
      #expect(counts.disagreement == nil)
      damaged += counts.exportDamaged
      lost += 10 - counts.resume.done
    }
    #expect(damaged > 100 && lost > 100, "\(damaged) damaged lines, \(lost) lost results")
  }

  private func damage(_ path: String, using dice: inout SplitMix64) throws {
    var bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    for _ in 0..<Int.random(in: 0...3, using: &dice) {
      let at = Int.random(in: 0..<bytes.count, using: &dice)
      let end = min(bytes.count, at + Int.random(in: 1...200, using: &dice))
      switch Int.random(in: 0..<5, using: &dice) {
      case 0: bytes[at] ^= 1 << UInt8.random(in: 0..<8, using: &dice)
      case 1: bytes.removeSubrange(at..<min(end, bytes.count - 1))
      case 2: bytes.insert(UInt8(ascii: "\n"), at: at)
      case 3: bytes.insert(contentsOf: repeatElement(0, count: end - at), at: at)
      default: bytes.insert(contentsOf: "9".utf8, at: at)
      }
    }
    try Data(bytes).write(to: URL(fileURLWithPath: path))
  }
}
