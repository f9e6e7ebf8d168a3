import Foundation
import TestTools
import Testing

@testable import BatchRunner
@testable import Datasets
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
        job-3,=c,-2,"{""t"": ""x"", ""n"": 1.50}",stop,m,3,2,812,,,,,x,1.50
        job-1,d,z,none,stop,m,3,2,812,,,,,,

        """)
  }

  @Test func `labels are a column if the run has any`() async throws {
    let checkpoint = try sample.checkpoint(try sample.recovery())
    var commit = Checkpoint.Commit()
    commit.succeeded.append(try sample.record(0, body: Self.answer(#""Good.""#)))
    try await checkpoint.commit(commit)
    #expect(try export() == Self.header + "job-1,Good.,stop,m,3,2,812,,,,\n")
    var record = try sample.record(1, body: Self.answer(#""**Bad**""#))
    record.label = "bad"
    commit.succeeded = [record]
    try await checkpoint.commit(commit)
    #expect(
      try export() == """
        id,answer,finish_reason,model,tokens_in,tokens_out,latency_ms,error,tokens_cached,tokens_reasoning,cost_usd,label
        job-1,Good.,stop,m,3,2,812,,,,,
        job-2,**Bad**,stop,m,3,2,812,,,,,bad

        """)
    let dataset = try sample.folder.file("d.csv", "key,label\njob-2,x\njob-3,y\n")
    let joined = try export { $0.join = Export.Options.Join(dataset: dataset, idColumn: "key") }
    #expect(
      joined == """
        key,label,answer,finish_reason,model,tokens_in,tokens_out,latency_ms,error,tokens_cached,tokens_reasoning,cost_usd,label_2
        job-2,x,**Bad**,stop,m,3,2,812,,,,,bad
        job-3,y,,,,,,,,,,,

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
        + #""model":"m","tokens_in":3,"tokens_out":2,"latency_ms":812,"error":null,"tokens_cached":null,"tokens_reasoning":null,"#
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

  @Test func `JSON Lines have null for what is not there, and all lines have the same members`()
    async throws
  {
    try await store([(0, #""""#), (1, "null"), (2, nil), (3, #""x""#)])
    let text = try export {
      $0.format = .jsonl
      $0.includesFailures = true
      $0.fields = ["t"]
    }
    let lines = text.split(separator: "\n").map(String.init)
    #expect(lines.count == 4)
    #expect(lines[0].hasPrefix(#"{"id":"job-1","answer":"","finish_reason":"stop","#))
    #expect(lines[1].hasPrefix(#"{"id":"job-2","answer":null,"finish_reason":"stop","#))
    #expect(
      lines[3] == #"{"id":"job-3","answer":null,"finish_reason":null,"model":null,"#
        + #""tokens_in":null,"tokens_out":null,"latency_ms":812,"#
        + #""error":"HTTP 400: No, \"you\"","tokens_cached":null,"tokens_reasoning":null,"#
        + #""cost_usd":null,"t":null}"#)
    #expect(Set(lines.map(Self.names)).count == 1)
  }

  /// The names of a flat object's members in their order.
  private static func names(_ line: String) -> [String] {
    line.matches(of: /[{,]"([a-z_]+)":/).map { String($0.output.1) }
  }

  @Test func `of two columns with one name, JSON Lines rename the second`() async throws {
    try await store([(0, #""a""#)])
    let dataset = try sample.folder.file("d.csv", "id,x,x,x_2\njob-1,1,2,3\n")
    let text = try export {
      $0.format = .jsonl
      $0.join = Export.Options.Join(dataset: dataset, idColumn: "id")
    }
    #expect(text.hasPrefix(#"{"id":"job-1","x":"1","x_3":"2","x_2":"3","answer":"a","#), "\(text)")
  }

  @Test func `an exported table is a dataset with the same cells`() async throws {
    try await store([(0, #""=a""#), (1, #""'b""#), (2, #""c\td\r\n\"e\"""#)])
    let cells = [
      ("job-1", "=SUM(A1)"), ("job-2", "'- x"), ("job-3", "0012"), ("'-", "a\tb\r\nc\rd"),
      ("@ann", "\"q\" \\n \\"), ("1e5", " +1 "), ("-", ""),
    ]
    func quoted(_ text: String) -> String {
      "\"\(text.replacing("\"", with: "\"\""))\""
    }
    let rows = cells.map { "\(quoted($0.0)),\(quoted($0.1))\n" }.joined()
    let source = try sample.folder.file("d.csv", "key,\"a;b\"\n\(rows)")
    for format in [DatasetFormat.csv, .tsv, .jsonl] {
      var before = source
      // The second table is made from the first.
      for round in 1...2 {
        let text = try export {
          $0.format = format
          $0.join = Export.Options.Join(dataset: before, idColumn: "key")
        }
        let path = try sample.folder.file("round-\(round).\(format.rawValue)", text)
        let table = try Dataset(path, DatasetReading()).source
        #expect(Array(table.columns.prefix(3)) == ["key", "a;b", "answer"])
        var read: [(String, String)] = []
        var answers: [String] = []
        while try table.next() != nil {
          read.append((Self.text(table.cell(0)), Self.text(table.cell(1))))
          answers.append(Self.text(table.cell(2)))
        }
        #expect(read.map(\.0) == cells.map(\.0) && read.map(\.1) == cells.map(\.1), "\(format)")
        let unguarded = answers.prefix(3).map { $0.hasPrefix("'") ? String($0.dropFirst()) : $0 }
        let expected = ["=a", "'b", "c\td\r\n\"e\""]
        #expect((format == .jsonl ? Array(answers.prefix(3)) : unguarded) == expected)
        before = path
      }
    }
  }

  private static func text(_ cell: DatasetCell) -> String {
    var bytes: [UInt8] = []
    cell.append(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test func `cells in quotes and guarded cells are counted`() async throws {
    try await store([(0, #""=a\t""#), (1, #""b\nc""#), (2, #""d""#)])
    for (format, quoted, guarded) in [(DatasetFormat.csv, 1, 1), (.tsv, 2, 1), (.jsonl, 0, 0)] {
      var options = Export.Options()
      options.format = format
      var export = try Export(sample.directory, options)
      try export.run(into: try AtomicFile("/dev/null", replaces: true))
      #expect((export.quoted, export.guarded) == (quoted, guarded))
    }
  }

  @Test func `a table of several runs has a first column that names the run`() async throws {
    try await store([(0, #""a""#)])
    let dataset = try sample.folder.file("d.csv", "id,run\njob-1,x\n")
    let joined = try export {
      $0.run = "=r"
      $0.join = Export.Options.Join(dataset: dataset, idColumn: "id")
    }
    #expect(joined.hasPrefix("run_2,id,run,answer,"))
    #expect(joined.hasSuffix("\n=r,job-1,x,a,stop,m,3,2,812,,,,,\n"))
    let second = try export {
      $0.run = "s"
      $0.hasHeader = false
    }
    #expect(second == "s,job-1,a,stop,m,3,2,812,,,,,\n")
    let lines = try export {
      $0.run = "s"
      $0.format = .jsonl
    }
    #expect(lines.hasPrefix(#"{"run":"s","id":"job-1","answer":"a","#))
  }

  @Test func `a dataset that matches no answer is refused`() async throws {
    try await store([(0, #""a""#)])
    let dataset = try sample.folder.file("d.csv", "a\n1\n")
    #expect(
      throws: JoinError.nothingFits(path: dataset, answers: 1, detail: nil, record: nil)
    ) {
      try export { $0.join = Export.Options.Join(dataset: dataset) }
    }
  }
}
