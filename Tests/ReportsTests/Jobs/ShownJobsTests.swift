import Basics
import Foundation
import TestTools
import Testing

@testable import BatchRunner
@testable import Reports
@testable import RunSamples

@Suite struct ShownJobsTests {
  private let sample: CheckpointSample

  init() async throws {
    sample = try CheckpointSample(jobs: 8)
    let checkpoint = try sample.checkpoint(try sample.recovery())
    try await checkpoint.begin([
      .start(AttemptID(1), job: "job-1", line: 1, sent: 0, at: Self.time),
      .start(AttemptID(2), job: "job-2", line: 2, sent: 0, at: Self.time),
      .start(AttemptID(3), job: "job-1", line: 1, sent: 1, at: Self.time),
      .start(AttemptID(4), job: "job-8", line: 8, sent: 1, at: Self.time),
    ])
    var commit = Checkpoint.Commit()
    commit.succeeded = [
      try record(0, "positive", flags: [], label: "positive"),
      try record(2, "Once upo", flags: .truncated),
      try record(3, "", flags: .empty), try record(4, "", flags: [.filtered, .empty]),
    ]
    commit.failed = [
      try sample.record(
        1, body: #"{"error":{"message":"No \u001b[31m model","code":"bad"}}"#,
        failure: Failure(kind: .status(404), message: "No"), status: 404)
    ]
    var unfit = try record(0, "good or bad", flags: [])
    unfit.failure = Failure(kind: .unexpectedAnswer, message: "the answer names 2 labels")
    commit.unusable = [unfit]
    commit.journal = [
      .end(AttemptID(1), Self.end("again: unexpected_answer")),
      .end(AttemptID(2), Self.end("failed: 404", status: 404)),
      .end(AttemptID(3), Self.end("succeeded")),
    ]
    try await checkpoint.commit(commit)
  }

  private static let time = WallTime(milliseconds: 1_763_853_311_204)

  private static func end(_ verdict: String, status: Int = 200) -> JournalEnd {
    var end = JournalEnd()
    end.latencyMilliseconds = 812
    end.status = status
    end.verdict = verdict
    end.charge = .known(Money(dollars: 0.002))
    end.at = time
    return end
  }

  private func record(
    _ job: Int, _ text: String, flags: AnswerFlags, label: String? = nil
  ) throws -> OutcomeRecord {
    let reason = flags.contains(.truncated) ? "length" : "stop"
    var record = try sample.record(
      job,
      body: #"{"model":"m","choices":[{"message":{"content":"\#(text)"},"#
        + #""finish_reason":"\#(reason)"}],"usage":{"prompt_tokens":3,"completion_tokens":2}}"#)
    record.flags = flags
    record.label = label
    return record
  }

  private func shown(
    jobs: JobFile?, _ set: (inout JobSelection) -> Void
  ) throws -> ShownJobs {
    var selection = JobSelection()
    set(&selection)
    let shown = try ShownJobs(sample.directory, jobs: jobs)
    try shown.choose(selection)
    return shown
  }

  /// The numbers of the chosen jobs in the order in which they are shown.
  private func ids(
    withFile: Bool = true, _ set: (inout JobSelection) -> Void
  ) throws -> [String] {
    let shown = try shown(jobs: withFile ? sample.jobs : nil, set)
    var ids: [String] = []
    try shown.forEachID { ids.append(String($0.dropFirst("job-".count))) }
    var again: [String] = []
    try shown.forEachJob { again.append(String($0.id.dropFirst("job-".count))) }
    #expect(again == ids)
    return ids
  }

  @Test func `jobs are chosen by id, line and kind, and shown in the order of the file`() throws {
    #expect(try ids { _ in } == ["1", "2", "3", "4", "5", "6", "7", "8"])
    #expect(try ids { $0.ids = ["job-7", "job-2"] } == ["2", "7"])
    #expect(try ids { $0.lines = [3...3, 6...99] } == ["3", "6", "7", "8"])
    #expect(try ids { $0.kinds = [.failed] } == ["2"])
    #expect(try ids { $0.kinds = [.truncated] } == ["3"])
    #expect(try ids { $0.kinds = [.filtered] } == ["5"])
    #expect(try ids { $0.kinds = [.empty] } == ["4", "5"])
    #expect(try ids { $0.kinds = [.unusable] } == ["1"])
    let several = try ids {
      $0.kinds = [.failed, .truncated]
      $0.ids = ["job-8"]
      $0.lines = [1...1]
    }
    #expect(several == ["1", "2", "3", "8"])
  }

  @Test func `a sample is the same each time, and a larger one contains it`() throws {
    var smaller: [String] = []
    for size in 1...4 {
      let sample = try ids { $0.sample = size }
      #expect(sample.count == size && Set(sample).isSuperset(of: smaller))
      #expect(try ids { $0.sample = size } == sample)
      // Only jobs with an answer.
      #expect(Set(sample).isSubset(of: ["1", "3", "4", "5"]))
      smaller = sample
    }
    #expect(try ids { $0.sample = 99 } == ["1", "3", "4", "5"])
    let drawn = try ids {
      $0.kinds = [.empty, .failed]
      $0.sample = 2
    }
    #expect(drawn.count == 2 && Set(drawn).isSubset(of: ["2", "4", "5"]))
  }

  @Test func `without the job file, jobs with an outcome are shown`() throws {
    #expect(try ids(withFile: false) { _ in } == ["1", "3", "4", "5", "2"])
    #expect(try ids(withFile: false) { $0.lines = [2...3] } == ["3", "2"])
    let other = try JobFile(
      try sample.folder.file("other.jsonl", CheckpointSample.job("new", id: "job-3") + "\n"))
    let shown = try ShownJobs(sample.directory, jobs: other)
    var found: [String] = []
    try shown.forEachJob { found.append("\($0.id) \($0.isEdited) \($0.request != nil)") }
    #expect(
      found == [
        "job-3 true true", "job-1 false false", "job-4 false false", "job-5 false false",
        "job-2 false false",
      ])
  }

  @Test func `an unknown id names the nearest one, and an empty line is told`() throws {
    #expect(throws: ShowError.unknownID("jbo-1", run: sample.directory.path, nearest: "job-1")) {
      try ids { $0.ids = ["job-1", "jbo-1"] }
    }
    #expect(throws: ShowError.unknownID("x", run: sample.directory.path, nearest: nil)) {
      try ids { $0.ids = ["x"] }
    }
    #expect(throws: ShowError.noJob(in: 9...9, run: sample.directory.path)) {
      try ids { $0.lines = [1...2, 9...9] }
    }
    let unknown = ShowError.unknownID("jbo-1", run: "a b.run", nearest: "job-1")
    #expect(unknown.problem == "'a b.run' has no job 'jbo-1'.")
    #expect(unknown.remedy == "Did you mean 'job-1'?")
    #expect(
      ShowError.unknownID("x", run: "a b.run", nearest: nil).remedy
        == "List the ids with 'nightshift show 'a b.run' --ids'.")
    #expect(ShowError.noJob(in: 9...9, run: "a").problem == "'a' has no job in line 9.")
    #expect(ShowError.noJob(in: 9...12, run: "a").problem == "'a' has no job in the lines 9 to 12.")
  }

  private func texts(_ id: String) throws -> (text: String, json: String) {
    var texts = ("", "")
    try shown(jobs: sample.jobs) { $0.ids = [id] }.forEachJob {
      texts = (JobText($0).description, $0.json.text)
    }
    return texts
  }

  @Test func `a job is shown with its request, answer, kept answers and attempts`() throws {
    let (text, json) = try texts("job-1")
    #expect(
      text == """
        job-1, line 1: answered, label 'positive'
          m, 3 tokens in, 2 out, 0.8 s, finish_reason stop
        Request
          model: m
          user:
            text 1
        Answer
          positive
        Kept in unusable.jsonl, 1 of 1
          good or bad
          (unexpected_answer: the answer names 2 labels)
        Attempts
          1  2025-11-22T23:15:11.204Z  200  0.8 s  again: unexpected_answer  $0.0020
          2  2025-11-22T23:15:11.204Z  200  0.8 s  succeeded  $0.0020

        """)
    #expect(
      json.hasPrefix(
        #"{"custom_id":"job-1","line":1,"state":"answered","flags":[],"label":"positive","#
          + #""edited":false,"answer":"positive","finish_reason":"stop","model":"m","tokens_in":3,"#
          + #""tokens_out":2,"latency_ms":812,"status_code":200,"error":null,"attempts":["#
          + #"{"started_at":"2025-11-22T23:15:11.204Z","latency_ms":812,"status_code":200,"#
          + #""verdict":"again: unexpected_answer","usd":0.002,"usd_perhaps":null},"#))
    #expect(
      json.contains(
        #""unusable":[{"answer":"good or bad","error":{"code":"unexpected_answer","#
          + #""message":"the answer names 2 labels"},"response":{"model":"m","choices":"#))
    #expect(
      json.contains(
        #""request":{"model":"m","messages":[{"role":"user","content":"text 1"}]},"response":{"#))
  }

  @Test func `a failure is shown with the server's words, safe for a terminal`() throws {
    let (text, json) = try texts("job-2")
    #expect(
      text == """
        job-2, line 2: failed
          0.8 s
        Request
          model: m
          user:
            text 2
        Error
          HTTP 404: No \\x1b[31m model
        Attempts
          1  2025-11-22T23:15:11.204Z  404  0.8 s  failed: 404  $0.0020

        """)
    #expect(json.contains(#""state":"failed","flags":[],"label":null,"#))
    #expect(
      json.contains(#""answer":null,"#)
        && json.contains(#""error":{"code":null,"message":"No \u001b[31m model"}"#))
  }

  @Test func `jobs that were not run, or have no end, say so`() throws {
    #expect(
      try texts("job-7").text
        == "job-7, line 7: to do\nRequest\n  model: m\n  user:\n    text 7\n")
    #expect(
      try texts("job-8").text.hasSuffix(
        "Attempts\n  1  2025-11-22T23:15:11.204Z  no end yet, or killed\n"))
    #expect(try texts("job-3").text.hasPrefix("job-3, line 3: answered, truncated\n"))
    #expect(try texts("job-5").text.hasPrefix("job-5, line 5: answered, filtered, empty\n"))
  }

  @Test func `a line that is being written is passed over`() throws {
    let handle = try #require(FileHandle(forWritingAtPath: sample.directory.results))
    try handle.seekToEnd()
    try handle.write(contentsOf: Data(#"{"id":"run-9","custom_id":"job-6""#.utf8))
    #expect(try ids { $0.sample = 99 } == ["1", "3", "4", "5"])
    #expect(try texts("job-6").text.hasPrefix("job-6, line 6: to do\n"))
  }
}
