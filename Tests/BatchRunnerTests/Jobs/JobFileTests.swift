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

  @Test func `lines that ask for a stream are noted once`() throws {
    let stream = #"{"model":"m","messages":[{"role":"user"}],"stream":true}"#
    let one = try JobFile(try folder.file("one.jsonl", stream + "\n" + Self.job("1") + "\n"))
    #expect(one.problems == [] && one.table.count == 2)
    #expect(
      one.notes.map(\.sentence)
        == ["One line asks for a stream; the stream is put together into one answer."])
    let two = try JobFile(try folder.file("two.jsonl", stream + "\n" + stream + "\n"))
    #expect(
      two.notes.map(\.sentence)
        == ["2 lines ask for a stream; each stream is put together into one answer."])
  }

  @Test func `the column after a byte-order mark does not count it`() throws {
    let path = try folder.file("bom.jsonl", "\u{FEFF}{\"é\": tru}\n")
    #expect(
      try JobFile(path).problems.map(\.problem) == ["\(path):1:10: not JSON: unexpected '}'."])
  }

  @Test func `lines for the same other API are one problem`() throws {
    let anthropic = #"{"custom_id":"a","params":{"model":"m","messages":[{"role":"user"}]}}"#
    let gemini = #"{"key":"a","request":{"contents":[]}}"#
    let lines = [anthropic, "x", gemini, anthropic, Self.job("1"), anthropic, gemini]
    let path = try folder.file("other.jsonl", lines.joined(separator: "\n") + "\n")
    var heard: [String] = []
    let file = try JobFile(path) { heard.append($0.problem) }
    #expect(
      file.problems.map(\.problem) == [
        "\(path):2:1: not JSON: unexpected 'x'.",
        "\(path):1:27: not a job: it is a batch line of Anthropic's Messages API. "
          + "2 more lines are like it.",
        "\(path):3:22: not a job: it is a request for the Gemini API. 1 more line is like it.",
      ])
    #expect(heard == file.problems.map(\.problem))
    #expect(file.problemCount == 3 && file.table.count == 1)
  }

  private static let writers =
    "pandas writes JSON Lines with to_json(FILE, orient='records', lines=True), DuckDB with COPY … "
    + "TO 'FILE' (FORMAT json). Make JSON Lines out of it: "

  static let odd: [(String, [String])] = [
    (
      "duckdb-jobs.jsonl",
      [
        "4 members of its bodies are null ('max_tokens', 'response_format', 'name', "
          + "'temperature'), which some servers refuse. To leave such members out: nightshift "
          + "prepare --from openai FILE --drop-null -o NEW"
      ]
    ),
    (
      "polars-jobs.jsonl",
      [
        "4 members of its bodies are null ('max_tokens', 'response_format', 'name', "
          + "'temperature'), which some servers refuse. To leave such members out: nightshift "
          + "prepare --from openai FILE --drop-null -o NEW"
      ]
    ),
    (
      "datasets-jobs.jsonl",
      [
        "4 members of its bodies are null ('max_tokens', 'response_format', 'name', "
          + "'temperature'), which some servers refuse. To leave such members out: nightshift "
          + "prepare --from openai FILE --drop-null -o NEW"
      ]
    ),
  ]

  @Test(arguments: odd)
  func `members that are null, as other tools write them, are one note`(
    name: String, notes: [String]
  ) throws {
    let file = try JobFile(ProjectFolder.path(of: "Samples/datasets/tools/" + name))
    #expect(file.problems == [] && file.table.count == 2)
    #expect(file.notes.map(\.sentence) == notes)
  }

  @Test func `members that few servers take are counted by their names`() throws {
    let messages = #""messages":[{"role":"assistant","content":null,"tool_calls":[]}]"#
    let lines = [
      #"{"custom_id":"a","model":"m",\#(messages),"original_row":{"x":1},"top_k":3}"#,
      #"{"custom_id":"b","body":{"model":"m",\#(messages),"original_row":1,"reasoning":{}}}"#,
      #"{"custom_id":"c","model":"m","a":1,"b":1,"c":1,"d":1,\#(messages),"guided_x":2}"#,
      #"{"custom_id":null,"method":null,"model":"m",\#(messages),"provider":1,"extra_body":2}"#,
      #"{"custom_id":"e","extra":1,"body":{"model":"m",\#(messages),"original\u005frow":1}}"#,
    ]
    let path = try folder.file("odd.jsonl", lines.joined(separator: "\n") + "\n")
    #expect(
      try JobFile(path).notes.map(\.sentence) == [
        "1 member of its bodies is null ('method'), which some servers refuse. To leave such members "
          + "out: nightshift prepare --from openai FILE --drop-null -o NEW",
        "7 members of its bodies are not part of the chat API ('original_row', 'a', 'b', 'c' and 1 "
          + "more); they are sent as they stand, and some servers refuse the request.",
      ])
  }

  @Test func `ids that are numbers, as pandas writes them, are told with what mends them`() throws {
    let name = "Samples/datasets/tools/pandas-jobs.jsonl"
    let file = try JobFile(ProjectFolder.path(of: name))
    #expect(file.problemCount == 2)
    #expect(
      file.problems.first?.sentence == "not a job: 'custom_id' is the number 1, not a string.")
    #expect(
      file.problems.first?.remedy
        == #"Write "custom_id": "1". For the whole file: jq -c '.custom_id |= tostring'"#)
  }

  static let remedies: [(OtherAPI, String)] = [
    (
      .anthropic,
      "Make chat requests out of them: nightshift prepare --from anthropic 'a b.jsonl' -o NEW"
    ),
    (
      .gemini,
      "Make chat requests out of them: nightshift prepare --from gemini 'a b.jsonl' --model MODEL -o "
        + "NEW"
    ),
    (
      .bedrock,
      "Write 'recordId' as 'custom_id', and 'modelInput' as a 'body' with 'model' and 'messages'. If "
        + "the requests are for Claude: nightshift prepare --from anthropic 'a b.jsonl' --model MODEL "
        + "-o NEW"
    ),
  ]

  @Test(arguments: remedies)
  func `lines for another API are told with the command that converts them`(
    api: OtherAPI, remedy: String
  ) {
    let problem = JobFileProblem(
      path: "a b.jsonl", line: 1, column: 1, reason: .otherAPI(api, lines: 3))
    #expect(problem.remedy == remedy)
  }

  @Test func `a message that is none is told with its number`() {
    func problem(_ reason: JobLineProblem.Reason) -> [String?] {
      let problem = JobFileProblem(path: "j", line: 2, column: 3, reason: reason)
      return [problem.problem, problem.remedy]
    }
    #expect(
      problem(.notAMessage(2, "is null")) == [
        "j:2:3: not a job: message 2 is null.",
        "A message is an object such as {\"role\": \"user\", \"content\": \"…\"}.",
      ])
    #expect(
      problem(.noType("response_format")) == [
        "j:2:3: not a job: 'response_format' has no 'type'.",
        "Write for example {\"type\": \"json_object\"}, or leave 'response_format' out.",
      ])
  }

  /// A whole file that is no JSON Lines, what is said about it, and the remedy.
  static let otherFiles: [([UInt8], String, String)] = [
    (
      Array(#"[{"model":"m"},{"model":"n"}]"#.utf8), "one JSON array",
      writers + "jq -c '.[]' jobs.jsonl > jobs.lines.jsonl"
    ),
    (
      Array("[\n  {\"model\": \"m\"}\n]\n".utf8), "one JSON array",
      writers + "jq -c '.[]' jobs.jsonl > jobs.lines.jsonl"
    ),
    (
      Array("{\n  \"model\": \"m\"\n}\n{\n  \"model\": \"n\"\n}\n".utf8),
      "JSON whose objects are written over several lines",
      writers + "jq -c . jobs.jsonl > jobs.lines.jsonl"
    ),
    (
      [0xFF, 0xFE] + "{}\n".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }, "in UTF-16",
      "Make JSON Lines out of it: iconv -f UTF-16 -t UTF-8 jobs.jsonl > jobs.lines.jsonl"
    ),
    (
      "{\"é\":1}\n".utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] },
      "in UTF-16, without a byte-order mark",
      "Make JSON Lines out of it: iconv -f UTF-16BE -t UTF-8 jobs.jsonl > jobs.lines.jsonl"
    ),
    (
      Array("id,text\r\n1,\"a, b\"\r\n".utf8), "a CSV table",
      "Make jobs out of it: nightshift prepare jobs.jsonl --template FILE -o FILE"
    ),
    (
      Array("id\ttext\n1\ta\n".utf8), "a TSV table",
      "Make jobs out of it: nightshift prepare jobs.jsonl --template FILE -o FILE"
    ),
    (
      [0x1F, 0x8B, 8, 0, 0], "compressed with gzip",
      "Give it a name that ends with .gz, or unpack it: gzip -dc jobs.jsonl > jobs.lines.jsonl"
    ),
    (
      [0x28, 0xB5, 0x2F, 0xFD, 0], "compressed with zstd",
      "Give it a name that ends with .zst, or unpack it: zstd -dc jobs.jsonl > jobs.lines.jsonl"
    ),
    (
      Array("PK\u{3}\u{4}    xl/workbook.xml".utf8), "an Excel workbook",
      "Save it as CSV, and make jobs out of that with 'nightshift prepare'."
    ),
    (
      Array("PK\u{3}\u{4}    jobs.jsonl".utf8), "a ZIP archive",
      "Make JSON Lines out of it: unzip -p jobs.jsonl > jobs.lines.jsonl"
    ),
    (
      Array("PAR1".utf8) + [0x15], "a Parquet file",
      "Save it as CSV, and make jobs out of that with 'nightshift prepare'."
    ),
    (
      Array("\n<!DOCTYPE html>\n<html><body>Sign in".utf8), "an HTML page",
      "It may be an error page that was downloaded instead of the file."
    ),
    (
      Array("<?xml version=\"1.0\"?>".utf8), "an XML file",
      "Each line must be one JSON object (RFC 8259), in UTF-8."
    ),
  ]

  @Test(arguments: otherFiles)
  func `a file that is something else is told in one sentence`(
    bytes: [UInt8], noun: String, remedy: String
  ) throws {
    let path = folder.path + "/jobs.jsonl"
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    let file = try JobFile(path)
    #expect(file.problemCount == 1 && file.table.count == 0)
    let problem = try #require(file.problems.first?.named("jobs.jsonl"))
    #expect(problem.problem == "jobs.jsonl:1:1: the file is \(noun), not JSON Lines.")
    #expect(problem.remedy == remedy)
  }

  @Test(
    arguments: [
      ("jobs.json", "jq -c '.[]' jobs.json > jobs.jsonl"), ("-", "jq -c '.[]'"),
      ("a b/jobs", "jq -c '.[]' 'a b/jobs' > 'a b/jobs.jsonl'"),
      ("jobs.jsonl.gz", "gzip -dc jobs.jsonl.gz | jq -c '.[]' > jobs.lines.jsonl"),
    ])
  func `the command that mends a file names it and a new file`(path: String, command: String) {
    #expect(ContentKind.jsonArray.mendingCommand(for: path) == command)
  }

  @Test(
    arguments: [
      ("[1]\n[2]\n", 2), ("{\"model\":\"m\",\n" + job("1") + "\n", 1), ("x,y\n", 1),
      ("{\"model\"\n" + job("1") + "\n", 1), (job("1") + "\n\n\n" + job("2"), 0),
      ("# jobs\n# more\n", 2),
      ("# jobs, made by x\n" + job("1", id: "a") + "\n", 1),
      (job("1").replacing("1", with: "\u{0}") + "\n", 1),
      ("\n" + job("[\n]").replacing("\n", with: " ") + "\n", 0),
    ])
  func `a file of lines is checked line by line`(text: String, problems: Int) throws {
    let file = try JobFile(try folder.file("lines.jsonl", text))
    #expect(file.problems.count { $0.sentence.hasPrefix("not ") } == problems)
    #expect(file.problemCount == problems)
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
