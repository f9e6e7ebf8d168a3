import Basics
import Foundation
import Reports
import TestTools

@testable import BatchRunner

/// A run directory made for a test, written line by line as a run does.
struct PageSample {
  let folder = TemporaryFolder()
  let directory: RunDirectory
  /// 2026-11-22T23:00:00Z
  static let begin = 1_795_388_400_000

  var journal: [JournalEntry] = []
  private var results: [UInt8] = []
  private var failures: [UInt8] = []
  private var line = OutcomeLine(runID: "run", redactor: Redactor([]))
  private(set) var attempts: UInt64 = 0

  init() throws {
    directory = RunDirectory(folder.path + "/night.run")
    try directory.create()
  }

  static func time(_ seconds: Double) -> WallTime {
    WallTime(milliseconds: begin + Int((seconds * 1000).rounded()))
  }

  mutating func begin(at seconds: Double = 0, plan: Plan = .starter, jobs: Int = 3) {
    journal.append(
      .began(
        at: Self.time(seconds), boot: "boot", version: "test", plan: plan, jobs: jobs, toDo: jobs))
  }

  mutating func start(_ job: String, at seconds: Double) -> AttemptID {
    attempts += 1
    let attempt = AttemptID(attempts)
    journal.append(.start(attempt, job: job, line: 1, sent: 0, at: Self.time(seconds)))
    return attempt
  }

  mutating func end(
    _ attempt: AttemptID, at seconds: Double, _ verdict: String, status: Int = 200,
    tokens: (Int, Int) = (0, 0), charge: Charge = .nothing, hasLeft: Bool = true
  ) {
    var end = JournalEnd()
    end.leftAt = hasLeft ? MonotonicInstant(nanoseconds: 1_000_000) : nil
    end.status = status
    end.verdict = verdict
    (end.tokensIn, end.tokensOut) = tokens
    end.charge = charge
    end.at = Self.time(seconds)
    journal.append(.end(attempt, end))
  }

  mutating func stop(
    at seconds: Double, status: ExitStatus, _ state: RunStateName, _ text: String
  ) {
    journal.append(.stopped(status: status, state: state, text: text, at: Self.time(seconds)))
  }

  /// An attempt that succeeds, with its line in `results.jsonl`.
  mutating func succeed(
    _ job: String, from start: Double, to end: Double, model: String = "openai/gpt-4o-mini",
    tokens: (Int, Int) = (100, 50), finish: String = "stop"
  ) {
    let attempt = self.start(job, at: start)
    let cost = PriceList.builtIn.price(of: model).map {
      Money(dollars: $0.cost(tokensIn: tokens.0, tokensOut: tokens.1))
    }
    self.end(
      attempt, at: end, "succeeded", tokens: tokens,
      charge: cost.map(Charge.known) ?? .unpriced)
    var name: [UInt8] = []
    JSONString.append(model, to: &name)
    let body =
      #"{"model":"# + String(decoding: name, as: UTF8.self)
      + #","choices":[{"finish_reason":"\#(finish)"}],"usage":{"prompt_tokens":\#(tokens.0),"#
      + #""completion_tokens":\#(tokens.1)}}"#
    line.append(
      record(
        job, attempt, latency: Int(((end - start) * 1000).rounded()),
        Response(status: 200, body: Array(body.utf8)), nil), to: &results)
  }

  /// A line in `failures.jsonl`.
  mutating func fail(_ job: String, status: Int, message: String, code: String? = nil) {
    var text: [UInt8] = []
    JSONString.append(message, to: &text)
    let code = code.map { #","code":"\#($0)""# } ?? ""
    let body = #"{"error":{"message":"# + String(decoding: text, as: UTF8.self) + code + "}}"
    let failure = Failure(kind: .status(status), message: message)
    line.append(
      record(
        job, AttemptID(attempts), latency: 5, Response(status: status, body: Array(body.utf8)),
        failure), to: &failures)
  }

  private func record(
    _ job: String, _ attempt: AttemptID, latency: Int, _ response: Response, _ failure: Failure?
  ) -> OutcomeRecord {
    let job = Job(
      id: job, place: JobPlace(file: 0, index: 0), line: 7, fingerprint: Fingerprint(1), body: [],
      model: "m")
    return OutcomeRecord(
      job: job, attempt: attempt, attempts: 1, latencyMilliseconds: latency,
      endedAt: Self.time(0), response: response, failure: failure)
  }

  /// Writes all files; `tail` is added at the end of the journal.
  func write(
    behind tail: String = "", jobFile: String = "night.jsonl", jobs: Int = 3,
    baseURL: String = Endpoint.standard
  ) throws {
    var bytes: [UInt8] = []
    for entry in journal { entry.append(to: &bytes) }
    try Data(bytes + tail.utf8).write(to: URL(fileURLWithPath: directory.journal))
    try Data(results).write(to: URL(fileURLWithPath: directory.results))
    try Data(failures).write(to: URL(fileURLWithPath: directory.failures))
    var manifest = Manifest(
      jobFile: jobFile, endpoint: try Endpoint(baseURL, allowsInsecureHTTP: true),
      isSandbox: false,
      plan: .starter, version: "test", at: Self.time(0))
    manifest.totals.jobs = jobs
    try manifest.write(to: directory)
  }

  func page() throws -> RunPage {
    try RunPage(
      directory, prices: .builtIn, at: Self.time(7200),
      zone: ClockZone(name: "GMT+0100") { _ in 3600 })
  }
}
