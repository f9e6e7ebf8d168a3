import Basics
import Foundation
import TestTools
import Testing

@testable import BatchRunner
@testable import Datasets
@testable import RunSamples

@Suite struct DiffTests {
  private let first: CheckpointSample
  private let second: CheckpointSample

  init() throws {
    first = try CheckpointSample(jobs: 8)
    second = try CheckpointSample(jobs: 8)
  }

  /// What a run has for a job.
  private enum End {
    case text(String)
    case label(String)
    case failed
  }

  private static func body(_ text: String) -> String {
    var quoted: [UInt8] = []
    JSONString.append(text, to: &quoted)
    return #"{"model":"m","choices":[{"message":{"content":"#
      + String(decoding: quoted, as: UTF8.self) + #"},"finish_reason":"stop"}]}"#
  }

  private func store(_ ends: [Int: End], in sample: CheckpointSample) async throws {
    let checkpoint = try sample.checkpoint(try sample.recovery())
    var commit = Checkpoint.Commit()
    for (job, end) in ends.sorted(by: { $0.key < $1.key }) {
      switch end {
      case .text(let text):
        commit.succeeded.append(try sample.record(job, body: Self.body(text)))
      case .label(let label):
        var record = try sample.record(job, body: Self.body("It is \(label)."))
        record.label = label
        commit.succeeded.append(record)
      case .failed:
        commit.failed.append(
          try sample.record(
            job, body: "{}", failure: Failure(kind: .status(400), message: "No"), status: 400))
      }
    }
    try await checkpoint.commit(commit)
  }

  /// The comparison of the two runs as text, and the table of what differs.
  private func compare(_ fields: [String] = []) throws -> (text: String, rows: String) {
    let path = first.folder.path + "/rows.csv"
    var rows: DiffRows? = DiffRows(try AtomicFile(path, replaces: true), format: .csv)
    let tally = try RunDiff.compare(first.directory, second.directory, fields: fields, rows: &rows)
    try rows?.finish()
    return (DiffText(tally, .runs("a.run", "b.run")).description, try first.text(path))
  }

  @Test func `texts are compared without the white space around them`() async throws {
    try await store(
      [0: .text("yes"), 1: .text(" no\n"), 2: .text("a"), 3: .text("b"), 4: .failed, 5: .failed],
      in: first)
    try await store(
      [0: .text("yes"), 1: .text("no"), 2: .text("A"), 3: .failed, 4: .text("x"), 6: .text("y")],
      in: second)
    let (text, rows) = try compare()
    #expect(
      text == """
        first   a.run
        second  b.run

        same         2  66.6 %
        different    1  33.3 %
        only first   1  1 failed
        only second  2  1 failed, 1 not in the first
        neither      1  without an answer in both

        first in rows, second in columns
             A  no  yes
        a    1   0    0
        no   0   1    0
        yes  0   0    1

        what differs, first → second:
          job-3 a → A

        """)
    #expect(rows == "id,first,second\njob-3,a,A\n")
  }

  @Test func `labels are compared whatever their letter case, and not the texts`() async throws {
    try await store([0: .label("Good"), 1: .label("bad"), 2: .label("bad")], in: first)
    try await store([0: .label("good"), 1: .label("good"), 2: .text("bad.")], in: second)
    let (text, rows) = try compare()
    #expect(text.contains("\nsame       2  66.6 %\ndifferent  1  33.3 %\n"))
    #expect(text.contains("\n      Good  bad\nGood     1    0\nbad      1    1\n"))
    #expect(rows == "id,first,second\njob-2,bad,good\n")
  }

  @Test func `JSON fields are compared by their values`() async throws {
    try await store(
      [
        0: .text(#"{"n":1,"t":"é","o":{"a":1,"b":[2]}}"#), 1: .text(#"{"n":"1","t":"x"}"#),
        2: .text(#"{"n":null}"#), 3: .text("none"), 4: .text(#"{"t":"=1+1"}"#),
      ], in: first)
    try await store(
      [
        0: .text(#"```{"o":{"b":[2.0],"a":1.0},"t":"\u00e9","n":1e0}```"#),
        1: .text(#"{"n":1,"t":" x "}"#), 2: .text(#"{"x":2}"#), 3: .text("none"),
        4: .text(#"{"t":"b"}"#),
      ], in: second)
    let (text, rows) = try compare(["n", "t", "o"])
    #expect(text.contains("\nsame       2  40.0 %\ndifferent  3  60.0 %\n"))
    #expect(
      text.contains(
        """

        field  same  different
        n         3          2  60.0 %
        t         3          2  60.0 %
        o         4          1  80.0 %

        """))
    #expect(text.contains("answers of the first run without one JSON object: 1\n"))
    #expect(
      rows == """
        id,n_first,n_second,t_first,t_second,o_first,o_second
        job-2,1,1,x,x,,
        job-4,,,,,,
        job-5,,,'=1+1,b,,

        """)
  }

  @Test func `runs without a common job are refused, and one without answers is not`() async throws
  {
    try await store([0: .text("a"), 1: .failed], in: first)
    try await store([5: .text("a")], in: second)
    #expect(throws: DiffError.noCommonJob(first.directory.path, second.directory.path)) {
      _ = try compare()
    }
    let error = DiffError.noCommonJob("a", "b")
    #expect(error.problem == "'a' and 'b' have no job in common.")
    let third = try CheckpointSample(jobs: 1)
    var rows: DiffRows?
    let tally = try RunDiff.compare(first.directory, third.directory, rows: &rows)
    #expect(tally.compared == 0 && tally.gaps == [.absentInSecond: 1, .neither: 1])
  }

  // MARK: Known answers

  private func known(
    _ dataset: String, field: String? = nil, name: String = "d.csv"
  ) throws -> (text: String, rows: String, tally: DiffTally) {
    let path = try first.folder.file(name, dataset)
    let table = first.folder.path + "/rows.csv"
    var rows: DiffRows? = DiffRows(try AtomicFile(table, replaces: true), format: .csv)
    let (tally, _) = try KnownDiff.compare(
      first.directory, Export.Options.Join(dataset: path, idColumn: "id"), column: "known",
      field: field, rows: &rows)
    try rows?.finish()
    let text = DiffText(tally, .known(run: "a.run", dataset: "d.csv", column: "known"))
    return (text.description, try first.text(table), tally)
  }

  @Test func `labels are compared with a column, with precision and recall`() async throws {
    try await store(
      [
        0: .label("good"), 1: .label("bad"), 2: .label("good"), 3: .failed, 4: .label("bad"),
        5: .label("bad"), 7: .label("good"),
      ], in: first)
    let (text, rows, tally) = try known(
      "id,known\njob-1,Good\njob-2,bad\njob-3, bad \njob-4,bad\njob-5,\njob-6,BAD\njob-7,good\n")
    #expect(
      text == """
        run    a.run
        known  d.csv, column 'known'

        right      3  75.0 %
        wrong      1  25.0 %
        no answer  2  1 failed, 1 not run
        not known  1  the column is empty

        known in rows, answer in columns
                     Good      bad   recall
        Good            1        0  100.0 %
        bad             1        2   66.6 %
        precision  50.0 %  100.0 %

        what differs, known → answer:
          job-3 bad → good

        answers that belong to no row: 1

        """)
    #expect(rows == "id,known,answer\njob-3,bad,good\n")
    let json = tally.json(.known(run: "a.run", dataset: "d.csv", column: "known")).text
    #expect(
      json == #"{"run":"a.run","against":"d.csv","column":"known","compared":"labels","same":3,"#
        + #""different":1,"share_same":0.75,"failed":1,"not_run":1,"not_known":1,"without_row":1,"#
        + #""parts":[{"same":3,"different":1,"pairs":[{"known":"Good","answer":"Good","count":1},"#
        + #"{"known":"bad","answer":"Good","count":1},{"known":"bad","answer":"bad","count":2}],"#
        + #""values":[{"value":"Good","known":1,"answered":2,"right":1,"precision":0.5,"recall":1},"#
        + #"{"value":"bad","known":3,"answered":2,"right":2,"precision":1,"#
        + #""recall":0.6666666666666666}]}]}"#)
  }

  @Test(
    arguments: [
      ("1", "1.0", true), ("1.0", "1", true), ("01", "1", false), ("a b", " a b\n", true),
      ("True", "true", true), ("x", "X", false), ("[1, 2]", "[1,2.0]", true), ("-", "-", true),
      ("trueish", "true", false),
    ])
  func `a cell and a text are equal as numbers and JSON too`(
    cell: String, answer: String, isSame: Bool
  ) async throws {
    try await store([0: .text(answer)], in: first)
    #expect(try known("id,known\njob-1,\"\(cell)\"\n").tally.same == (isSame ? 1 : 0))
  }

  @Test func `a field is compared with a column of JSON Lines or CSV`() async throws {
    try await store(
      [
        0: .text(#"{"s":"good"}"#), 1: .text(#"{"s":3}"#), 2: .text(#"{"s":true}"#),
        3: .text("no object"), 4: .text(#"{"t":1}"#),
      ], in: first)
    let lines = """
      {"id":"job-1","known":"good"}
      {"id":"job-2","known":3.0}
      {"id":"job-3","known":true}
      {"id":"job-4","known":"x"}
      {"id":"job-5","known":"y"}

      """
    let tally = try known(lines, field: "s", name: "d.jsonl").tally
    #expect(tally.same == 3 && tally.different == 2 && tally.withoutObject == (0, 1))
    let csv = "id,known\njob-1,good\njob-2,3\njob-3,True\njob-4,x\njob-5,y\n"
    let (text, rows, other) = try known(csv, field: "s")
    #expect(other.same == 3 && rows == "id,s_known,s_answer\njob-4,x,\njob-5,y,\n")
    #expect(text.contains("  job-4 s: x → (none)\n"))
    #expect(text.hasSuffix("\nanswers without one JSON object: 1\n"))
  }

  @Test func `an unknown column and a dataset that fits no answer are told`() async throws {
    try await store([0: .text("a")], in: first)
    let fault = #expect(throws: DatasetError.self) { _ = try known("id,knwon\njob-1,a\n") }
    #expect(
      fault?.problem == "--column: '\(first.folder.path)/d.csv' has no column 'known'.")
    #expect(fault?.remedy?.hasPrefix("Did you mean 'knwon'? ") == true)
    let other = #expect(throws: JoinError.self) { _ = try known("id,known\nx,a\n") }
    #expect(other?.problem.hasPrefix("none of the 1 answer matches a row of") == true)
  }

  @Test func `long or many values make no table, a wide one lists the confusions`() async throws {
    let values = (0..<8).map { "value number \($0) of them" }
    try await store(
      Dictionary(uniqueKeysWithValues: values.enumerated().map { ($0, .text($1)) }), in: first)
    let rows = values.indices.map { "job-\($0 + 1),\($0 < 6 ? values[0] : values[$0])\n" }
    let text = try known("id,known\n" + rows.joined()).text
    #expect(text.contains("\nthe most frequent confusions, known → answer\n"))
    #expect(text.contains("\n  value number 0 of them → value number 1 of them  1\n"))
    let long = String(repeating: "x", count: 100)
    let plain = try known("id,known\njob-1,\(long)\n").text
    #expect(!plain.contains("rows") && !plain.contains("confusions"))
  }

  @Test func `nothing in an id or an answer acts on a terminal`() async throws {
    try await store([0: .text("a\u{1B}[31m\u{202E}b\u{9B}")], in: first)
    let (text, _, tally) = try known("id,known\njob-1,\"x\ty\"\n")
    let json = tally.json(.known(run: "r\u{1B}", dataset: "d", column: "c")).text
    for output in [text, json] {
      #expect(!output.unicodeScalars.contains { $0 != "\n" && Printable.affectsTerminal($0) })
    }
    #expect(text.contains(#"job-1 x\ty → a\x1b[31m\u{202e}b\u{009b}"#))
  }
}
