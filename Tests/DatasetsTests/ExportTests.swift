import Datasets
import Foundation
import TestTools
import Testing

@testable import BatchRunner
@testable import RunSamples

@Suite struct ExportTests {
  private let sample: CheckpointSample

  init() throws {
    sample = try CheckpointSample(jobs: 4)
  }

  /// A response body with this JSON as the message's content.
  private static func answer(_ text: String) -> String {
    #"{"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":\#(text)},"#
      + #""finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":2}}"#
  }

  /// Stores the outcomes of jobs in this order, as a run does. `nil` is a failure.
  private func store(_ outcomes: [(Int, String?)]) async throws {
    let checkpoint = try sample.checkpoint(try sample.recovery())
    for (job, text) in outcomes {
      var commit = Checkpoint.Commit()
      if let text {
        commit.succeeded.append(try sample.record(job, body: Self.answer(text)))
      } else {
        commit.failed.append(
          try sample.record(
            job, body: #"{"error":{"message":"No, \"you\""}}"#,
            failure: Failure(kind: .status(400), message: "No"),
            status: 400))
      }
      try await checkpoint.commit(commit)
    }
  }

  /// The exported table as text. `sorted` means in the order of the job file.
  private func export(
    sorted: Bool = false, _ set: (inout Export.Options) -> Void = { _ in }
  ) throws -> String {
    var options = Export.Options()
    set(&options)
    let path = "\(sample.folder.path)/out-\(UInt64.random(in: 0 ... .max))"
    var export = try Export(sample.directory, options)
    let output = try AtomicFile(path, replaces: false)
    if options.join != nil {
      try export.runJoined(into: output)
    } else if sorted {
      try export.run(in: sample.jobs.table, into: output)
    } else {
      try export.run(into: output)
    }
    try output.finish()
    return try sample.text(path)
  }

  private static let header =
    "id,answer,finish_reason,model,tokens_in,tokens_out,latency_ms,error,tokens_cached,"
    + "tokens_reasoning,cost_usd\n"

  @Test func `answers come in the order of completion, or sorted`() async throws {
    try await store([(2, #""c\n\"x\"""#), (0, #""=a""#)])
    let first = "job-1,'=a,stop,m,3,2,812,,,,\n"
    let third = "job-3,\"c\n\"\"x\"\"\",stop,m,3,2,812,,,,\n"
    #expect(try export() == Self.header + third + first)
    #expect(try export(sorted: true) == Self.header + first + third)
  }

  @Test func `the last answer of a job is exported, and an answer rather than a failure`()
    async throws
  {
    try await store([(0, #""old""#), (1, nil), (2, nil), (0, #""new""#), (1, #""late""#)])
    let rows = "job-1,new,stop,m,3,2,812,,,,\njob-2,late,stop,m,3,2,812,,,,\n"
    #expect(try export() == Self.header + rows)
    let failed = "job-3,,,,,,812,\"HTTP 400: No, \"\"you\"\"\",,,\n"
    #expect(try export { $0.includesFailures = true } == Self.header + rows + failed)
  }

  @Test func `a last line torn at any byte is ignored`() async throws {
    try await store([(0, #""a""#), (1, #""b""#)])
    let whole = try Data(contentsOf: URL(fileURLWithPath: sample.directory.results))
    let lines = whole.split(separator: 0x0A)
    for length in (lines[0].count + 1)..<whole.count {
      try whole.prefix(length).write(to: URL(fileURLWithPath: sample.directory.results))
      #expect(try export() == Self.header + "job-1,a,stop,m,3,2,812,,,,\n", "length \(length)")
    }
    print("torn lines tried: \(whole.count - lines[0].count - 1)")
  }

  @Test func `a join keeps every row and its order`() async throws {
    try await store([(2, #""{\"t\": \"x\", \"n\": 1.50}""#), (0, #""none""#), (1, nil)])
    let dataset = try sample.folder.file(
      "d.csv", "key,model,note\njob-4,a,\njob-2,b,\"x, y\"\njob-3,=c,-2\njob-1,d,z\n")
    let text = try export {
      $0.join = Export.Options.Join(dataset: dataset, idColumn: "key")
      $0.fields = ["t", "n"]
    }
    #expect(
      text == """
        key,model,note,answer,finish_reason,model_2,tokens_in,tokens_out,latency_ms,error,tokens_cached,tokens_reasoning,cost_usd,t,n
        job-4,a,,,,,,,,,,,,,
        job-2,b,"x, y",,,,,,812,"HTTP 400: No, ""you""\",,,,,
        job-3,'=c,-2,"{""t"": ""x"", ""n"": 1.50}",stop,m,3,2,812,,,,,x,1.50
        job-1,d,z,none,stop,m,3,2,812,,,,,,

        """)
  }

  @Test func `JSON Lines keep the spelling of values`() async throws {
    try await store([(0, #""{\"t\": \"\\u00e9\", \"n\": 1.50}""#)])
    let text = try export {
      $0.format = .jsonl
      $0.fields = ["n", "t", "none"]
    }
    #expect(
      text
        == #"{"id":"job-1","answer":"{\"t\": \"\\u00e9\", \"n\": 1.50}","finish_reason":"stop","#
        + #""model":"m","tokens_in":3,"tokens_out":2,"latency_ms":812,"error":"","tokens_cached":null,"tokens_reasoning":null,"#
        + #""cost_usd":null,"n":1.50,"#
        + "\"t\":\"\\u00e9\",\"none\":null}\n")
  }

  @Test(
    arguments: [
      (#"[{"type":"text","text":"a"},{"type":"text","text":"b"}]"#, "ab"),
      (#"null,"refusal":"I will not.""#, "I will not."),
      (#"null,"tool_calls":[{"id":1}]"#, #""[{""id"":1}]""#),
    ])
  func `parts, refusals and tool calls are exported as answers`(
    content: String, cell: String
  ) async throws {
    try await store([(0, content)])
    #expect(try export() == Self.header + "job-1,\(cell),stop,m,3,2,812,,,,\n")
  }

  @Test(
    arguments: [
      (#"[{"type":"thinking","text":"{\"t\":1}"},{"type":"text","text":"{\"t\":2}"}]"#, "2"),
      (#"null,"tool_calls":[{"function":{"name":"f","arguments":"{\"t\":3}"}}]"#, "3"),
      (#""<think>{}</think>```json{\"t\":4}```""#, "4"), (#""{\"t\":5,\"h\":\"\ud83d\"}""#, "5"),
    ])
  func `fields are found where an expectation finds JSON`(
    content: String, field: String
  ) async throws {
    try await store([(0, content)])
    let row = try export { $0.fields = ["t"] }.split(separator: "\n").last
    #expect(row?.hasSuffix(",stop,m,3,2,812,,,,,\(field)") == true)
  }

  @Test func `a dataset that matches no answer is refused`() async throws {
    try await store([(0, #""a""#)])
    let dataset = try sample.folder.file("d.csv", "a\n1\n")
    #expect(throws: DatasetError.noAnswerFits(path: dataset, answers: 1)) {
      try export { $0.join = Export.Options.Join(dataset: dataset) }
    }
  }
}
