import Foundation
import Testing

@testable import BatchRunner
@testable import Reports

struct RunPageTests {
  private func small() throws -> PageSample {
    var sample = try PageSample()
    sample.begin(jobs: 5)
    sample.succeed("a", from: 0, to: 0.8)
    sample.succeed("b", from: 0.1, to: 2.1, tokens: (1000, 500), finish: "length")
    let again = sample.start("c", at: 3)
    sample.end(again, at: 3.2, "again: 429", status: 429)
    sample.journal.append(
      .event(kind: "rate_limited", text: "status 429: too many.", at: PageSample.time(3.2)))
    sample.succeed("c", from: 6, to: 7, model: "house/unpriced")
    let lost = sample.start("d", at: 7)
    sample.end(lost, at: 7.1, "failed: 400", status: 400)
    sample.fail("d", status: 400, message: "no such model", code: "model_not_found")
    sample.stop(at: 8, status: .insufficientBalance, .halted, "the balance is not enough: empty.")
    return sample
  }

  @Test func `the figures of a small run are all there`() throws {
    let sample = try small()
    try sample.write(jobs: 5)
    let page = try sample.page()
    #expect(page.jobs == 5 && page.succeeded == 3 && page.failed == 1 && page.toDo == 1)
    #expect(page.state == (.halted, "the balance is not enough: empty."))
    #expect(page.exitStatus == .insufficientBalance)
    #expect(page.journal.attempts == 5)
    #expect(page.journal.rateLimited == 1 && page.journal.retried == 0)
    #expect(page.answers.truncated.ids == ["b"])
    #expect(page.answers.unpriced == ["house/unpriced"])
    #expect(page.answers.longest.elements.map(\.id) == ["b", "c", "a"])
    #expect(page.answers.dearest.elements.map(\.id) == ["b", "a"])
    #expect(page.failures.byKind.map(\.name) == ["400 model_not_found"])
    #expect(page.failures.byKind.first?.kind.examples.first?.message == "no such model")
    #expect(page.journal.summary.spend.unpriced == 1)
    let byModel = page.answers.byModel
    #expect(byModel.map(\.name) == ["openai/gpt-4o-mini", "house/unpriced"])
    #expect(byModel[1].model.cost == nil)
    #expect(byModel[0].model.cost == page.journal.summary.spend.known)
    #expect(page.damaged == 0 && page.torn.isEmpty)
  }

  @Test func `the page says how the run ended and how to resume it`() throws {
    let sample = try small()
    try sample.write(jobs: 5)
    let page = try sample.page()
    let html = page.html
    _ = try StrictTags(html)
    for sentence in [
      "Halted: insufficient balance. (exit status 4)",
      "Why: the balance is not enough: empty.",
      "What to do: Add credits or turn on auto-recharge at skillboss.co/console.",
      "nightshift run \(sample.directory.path) --plan starter</code>",
      "from 2026-11-23 00:00:00 to 2026-11-23 00:00:08",
      "No price is known for house/unpriced; their answers are not counted as free.",
      "1 answer ended at max_tokens: b.",
      "1 × 429",
      "<td class=\"w\">d (line 7): no such model</td>",
    ] { #expect(html.contains(sentence), "\(sentence)") }
  }

  @Test func `an empty run, a run of one job, and a run in which all jobs failed have a page`()
    throws
  {
    var empty = try PageSample()
    try empty.write()
    let none = try empty.page().html
    _ = try StrictTags(none)
    #expect(none.contains("Nothing has been sent yet, so there is nothing to draw."))
    #expect(!none.contains("<svg class=\"chart"))

    empty.begin(jobs: 1)
    empty.succeed("only", from: 1, to: 1)
    empty.stop(at: 1, status: .finished, .finished, "")
    try empty.write(jobs: 1)
    let one = try empty.page()
    _ = try StrictTags(one.html)
    #expect(one.html.contains("Finished: every job has succeeded. (exit status 0)"))
    #expect(one.nextCommand.isEmpty)

    var failed = try PageSample()
    failed.begin(jobs: 2)
    for job in ["a", "b"] {
      let attempt = failed.start(job, at: 1)
      failed.end(attempt, at: 2, "failed: 400", status: 400)
      failed.fail(job, status: 400, message: "no")
    }
    failed.stop(at: 3, status: .someFailed, .finished, "")
    try failed.write(jobs: 2)
    let lost = try failed.page()
    _ = try StrictTags(lost.html)
    #expect(lost.failed == 2 && lost.succeeded == 0)
    #expect(lost.nextCommand.suffix(1) == ["--retry-failed"])
    #expect(!lost.html.contains("Latency</h2>"))
  }

  @Test(arguments: [
    (Endpoint.standard, []),
    ("http://127.0.0.1:8787/v1", ["--base-url", "http://127.0.0.1:8787/v1"]),
    ("http://gpu.lan/v1", ["--base-url", "http://gpu.lan/v1", "--insecure-http"]),
  ])
  func `the next command names the API, and the option that it needs`(
    baseURL: String, words: [String]
  ) throws {
    var sample = try PageSample()
    sample.begin(jobs: 3)
    sample.stop(at: 3, status: .stoppedEarly, .halted, "")
    try sample.write(jobs: 3, baseURL: baseURL)
    let page = try sample.page()
    let start = ["nightshift", "run", page.directory.path, "--plan", "starter"]
    #expect(page.nextCommand == start + words)
  }

  @Test func `incomplete and damaged lines are counted and shown, and nothing else is lost`() throws
  {
    let sample = try small()
    try sample.write(
      behind: "{\"e\":\"end\",\"a\":99}\ngarbage\n{\"e\":\"start\",\"a\":1", jobs: 5)
    let page = try sample.page()
    #expect(page.journal.damaged == 2)
    #expect(page.torn == ["journal.jsonl"])
    #expect(page.journal.attempts == 5)
    #expect(
      page.html.contains(
        "Not counted: 2 lines of journal.jsonl could not be read, "
          + "the last line of journal.jsonl is incomplete."))
  }

  @Test
  func `a job that failed and then succeeded is no failure, and the last line of a job counts`()
    throws
  {
    var sample = try PageSample()
    sample.begin()
    sample.fail("a", status: 400, message: "first")
    sample.fail("b", status: 400, message: "first")
    sample.fail("b", status: 404, message: "last")
    sample.succeed("a", from: 1, to: 2)
    try sample.write()
    let page = try sample.page()
    #expect(page.failed == 1)
    #expect(page.failures.byKind.map(\.name) == ["404"])
    #expect(page.failures.byKind.first?.kind.examples.map(\.message) == ["last"])
  }

  @Test func `--json is one line of ASCII with the same figures`() throws {
    var sample = try small()
    sample.succeed("naïve \u{202E}\u{9B}", from: 9, to: 10, tokens: (5000, 9))
    try sample.write(jobs: 5)
    let text = try sample.page().json
    #expect(text.utf8.allSatisfy { $0 < 0x7F })
    #expect(text.split(separator: "\n").count == 1 && text.hasSuffix("}\n"))
    let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    #expect(object?["attempts"] as? Int == 6)
    #expect(object?["spend_usd"] as? Double ?? 0 > 0)
    let jobs = object?["dearest"] as? [[String: Any]]
    #expect(jobs?.first?["id"] as? String == "naïve \u{202E}\u{9B}")
    let timeline = object?["timeline"] as? [String: Any]
    #expect((timeline?["starts"] as? [Int])?.reduce(0, +) == 6)
  }

  @Test func `the page is read without the lock, and leaves the files alone`() throws {
    let sample = try small()
    try sample.write(jobs: 5)
    let lock = try RunLock(sample.directory)
    defer { lock.release() }
    let before = try Data(contentsOf: URL(fileURLWithPath: sample.directory.journal))
    let page = try sample.page()
    #expect(page.isRunning == true && page.state.name == .running)
    #expect(page.html.contains("A process is working on it now."))
    #expect(page.nextCommand.isEmpty)
    // The run is on, so it lasts until the page is read; the pause before that is cut out.
    #expect(page.activeTime == .seconds(7200))
    #expect(page.journal.timeline.segments.map(\.gap) == [0, 7_192_000])
    #expect(try Data(contentsOf: URL(fileURLWithPath: sample.directory.journal)) == before)
  }
}
