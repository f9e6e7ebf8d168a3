import Basics
import Foundation
import TestTools
import Testing

extension EndToEnd {
  @Suite struct DatasetTests {
    private let folder: TemporaryFolder

    init() throws {
      folder = TemporaryFolder()
    }

    private func run(_ words: String..., name: String) throws -> Child {
      let child = try Child([BuiltProgram.path] + words, in: folder.path, name: name)
      child.wait()
      return child
    }

    @Test func `the example in the README labels every row`() throws {
      let samples = SamplesTests.root + "/Samples"
      let jobs = "\(folder.path)/reviews.jsonl"
      let prepared = try run(
        "prepare", "\(samples)/reviews.csv", "--template", "\(samples)/review-template.json",
        "--id-column", "id", "--limit", "40", "-o", jobs, name: "prepare")
      #expect(prepared.wait() == .exit(0), "\(prepared.standardError)")
      #expect(prepared.standardOutput == "")
      #expect(prepared.standardError.contains("note: 40 jobs, about "))
      let checked = try run("check", jobs, name: "check")
      #expect(checked.standardOutput == "\(jobs): 40 jobs, no problems\n")
      let ran = try run(
        "run", jobs, "--sandbox", "--plan", "none", "--concurrency", "40", "--progress", "none",
        name: "run")
      #expect(ran.wait() == .exit(0), "\(ran.standardError)")
      let table = "\(folder.path)/labelled.jsonl"
      let exported = try run(
        "export", jobs, "--join", "\(samples)/reviews.csv", "--id-column", "id", "--json-fields",
        "sentiment,topic", "-o", table, name: "export")
      #expect(
        exported.standardError == "note: 300 rows: 40 answers, 0 failed, 260 without either.\n")
      let rows = try String(contentsOfFile: table, encoding: .utf8).split(separator: "\n").map {
        try JSONDecoder().decode(Row.self, from: Data($0.utf8))
      }
      #expect(rows.map(\.id) == (1...300).map { "r" + "00\($0)".suffix(3) })
      for row in rows.prefix(40) {
        #expect(["positive", "neutral", "negative"].contains(row.sentiment), "\(row)")
        #expect(row.topic?.isEmpty == false && row.finishReason == "stop", "\(row)")
      }
      #expect(rows.dropFirst(40).allSatisfy { $0.sentiment == nil && $0.answer == nil })
      #expect(Set(rows.map(\.language)).count >= 8)
    }

    @Test func `a join reads the dataset as it was read when the jobs were prepared`() throws {
      let path = folder.path + "/d.csv"
      let bytes =
        Array(#"id|text"#.utf8) + [0x0A] + Array(#"a|"He said \"gr"#.utf8) + [0xFC, 0xDF]
        + Array("\\\"\"\n".utf8)
      try Data(bytes).write(to: URL(fileURLWithPath: path))
      let prompt = try folder.file("p.txt", "{{text}}")
      let jobs = folder.path + "/j.jsonl"
      let prepared = try run(
        "prepare", path, "--template", prompt, "--model", "m", "--id-column", "id", "--delimiter",
        "|", "--encoding", "latin-1", "--csv-escape", "backslash", "-o", jobs, name: "prepare")
      #expect(prepared.wait() == .exit(0), "\(prepared.standardError)")
      #expect(
        try String(contentsOfFile: jobs + ".prepare.json", encoding: .utf8)
          .hasPrefix(
            #"{"schema":2,"dataset":"\#(path)","format":"csv","separator":"|","#
              + #""encoding":"latin-1","escape":"backslash","null":[],"id_column":"id","#
              + #""columns":["text"],"rows":1,"moved_ids":0,"template":""#))
      let ran = try run("run", jobs, "--sandbox", "--plan", "none", name: "run")
      #expect(ran.wait() == .exit(0), "\(ran.standardError)")
      let table = "\(folder.path)/joined.jsonl"
      for operand in [jobs, "\(folder.path)/j.sandbox.run"] {
        let exported = try run(
          "export", operand, "--join", path, "--id-column", "id", "--force", "-o", table,
          name: "export-\(PathName(operand).name)")
        #expect(
          exported.standardError == "note: 1 row: 1 answer, 0 failed, 0 without either.\n")
        let text = try String(contentsOfFile: table, encoding: .utf8)
        #expect(text.hasPrefix(#"{"id":"a","text":"He said \"grüß\"","#), "\(text)")
      }
      let other = try run(
        "export", jobs, "--join", path, "--id-column", "id", "--encoding", "utf-16", "--force",
        "-o",
        table, name: "other")
      #expect(other.wait() == .exit(65))
      #expect(
        other.standardError.hasPrefix(
          "error: \(path):1: the text is not valid UTF-16.\n"), "\(other.standardError)")
    }

    private func path(_ name: String) -> String { "\(folder.path)/\(name)" }

    /// The cells of a column in a JSON Lines file.
    private func answers(_ path: String) throws -> [String?] {
      try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map {
        try JSONDecoder().decode(AnswerRow.self, from: Data($0.utf8)).answer
      }
    }

    @Test func `a dataset that was sorted after the run keeps every answer on its row`() throws {
      let texts = ["one", "two", "three", "four"]
      func write(_ texts: [String]) throws {
        try folder.file("d.csv", "n,text\n" + texts.map { "1,\($0)\n" }.joined())
      }
      try write(texts)
      try folder.file("p.txt", "{{text}}")
      func export(_ words: String..., name: String) throws -> Child {
        let child = try Child(
          [
            BuiltProgram.path, "export", path("j.jsonl"), "--join", path("d.csv"), "-o",
            path("t.jsonl"), "--force",
          ]
            + words, in: folder.path, name: name)
        child.wait()
        return child
      }
      _ = try run(
        "prepare", path("d.csv"), "--template", path("p.txt"), "--model", "m", "-o",
        path("j.jsonl"), name: "prepare")
      let ran = try run("run", path("j.jsonl"), "--sandbox", "--plan", "none", name: "run")
      #expect(ran.wait() == .exit(0), "\(ran.standardError)")
      #expect(try export(name: "same").wait() == .exit(0))
      let before = try answers(path("t.jsonl"))
      #expect(Set(before).count == 4)
      try write(["new"] + texts.reversed())
      let sorted = try export(name: "sorted")
      #expect(
        sorted.standardError
          == "note: 5 rows: 4 answers, 0 failed, 1 without either.\nnote: 3 rows of \(path("d.csv")) stand "
          + "elsewhere than when the jobs were prepared; found by the cells.\n")
      #expect(try answers(path("t.jsonl")) == [nil] + before.reversed())
      try write(["one", "2", "three", "four"])
      let edited = try export(name: "edited")
      #expect(edited.wait() == .exit(65))
      #expect(
        edited.standardError.hasPrefix(
          "error: \(path("d.csv")):3: the row was edited after its job was"))
      #expect(try export("--edited", "keep", name: "keep").wait() == .exit(0))
      #expect(try answers(path("t.jsonl")) == before)
      try write(["one", "two"])
      #expect(try export(name: "removed").wait() == .exit(0))
      #expect(try export("--strict", name: "strict").wait() == .exit(65))
      #expect(
        try export("--template", path("p.txt"), "--model", "x", name: "x").wait() == .exit(65))
      try FileManager.default.removeItem(atPath: path("j.jsonl.prepare.json"))
      let template = try export("--template", path("p.txt"), "--model", "m", name: "template")
      #expect(template.wait() == .exit(0), "\(template.standardError)")
    }

    @Test func `a prepared job keeps its id when rows were inserted, and is not paid again`() throws
    {
      try folder.file("d.csv", "text\na\nb\na\n")
      try folder.file("p.txt", "{{text}}")
      let words = [
        "prepare", path("d.csv"), "--template", path("p.txt"), "--model", "m", "-o",
        path("j.jsonl"),
      ]
      let first = try Child([BuiltProgram.path] + words, in: folder.path, name: "first")
      #expect(first.wait() == .exit(0))
      let ran = try run("run", path("j.jsonl"), "--sandbox", "--plan", "none", name: "run")
      #expect(ran.wait() == .exit(0))
      try folder.file("d.csv", "text\nnew\na\na\nb\na\n")
      let second = try Child([BuiltProgram.path] + words + ["--force"], in: folder.path, name: "2")
      #expect(second.wait() == .exit(0))
      #expect(
        second.standardError.contains(
          "note: 3 jobs with the same request as before keep their ids.\n"))
      let again = try run("run", path("j.jsonl"), "--sandbox", "--plan", "none", name: "again")
      #expect(again.wait() == .exit(0), "\(again.standardError)")
      #expect(again.standardError.contains("j.jsonl: 3 done, 2 to do\n"), "\(again.standardError)")
      let joined = try run(
        "export", path("j.jsonl"), "--join", path("d.csv"), "-o", path("t.jsonl"), name: "join")
      #expect(
        joined.standardError.hasPrefix("note: 5 rows: 5 answers, 0 failed, 0 without either.\n"))
    }

    @Test func `a dataset may come from standard input or a pipe`() throws {
      let path = try folder.file("d.csv", "id;text\n1;a, b\n")
      let prompt = try folder.file("p.txt", "{{text}}")
      let words = ["--template", prompt, "--model", "m", "--id-column", "id", "-o", "-"]
      let line =
        #"{"custom_id":"1","method":"POST","url":"/v1/chat/completions","body":{"model":"m","#
        + #""messages":[{"role":"user","content":"a, b"}]}}"# + "\n"
      let read = try Child(
        [BuiltProgram.path, "prepare", "-", "--format", "csv"] + words, in: folder.path,
        input: path, name: "stdin")
      #expect(read.wait() == .exit(0))
      #expect(read.standardOutput == line)
      #expect(read.standardError.hasPrefix("note: -: its cells are separated by ';'.\n"))
      let pipe = try #require(Tool("sh")).run(
        [
          "-c", #"cat "$0" | "$@" 2>/dev/null"#, path, BuiltProgram.path, "prepare", "/dev/stdin",
          "--format", "csv",
        ] + words)
      #expect(String(decoding: pipe.output, as: UTF8.self) == line)
      let told = try Child(
        [BuiltProgram.path, "prepare", "-"] + words, in: folder.path, input: path, name: "told")
      #expect(told.wait() == .exit(0))
      #expect(told.standardOutput == line)
      #expect(
        told.standardError.hasPrefix(
          "note: -: it is read as CSV.\nnote: -: its cells are separated by ';'.\n"))
      let column = try folder.file("column", "text\na\n")
      let unknown = try Child(
        [BuiltProgram.path, "prepare", "-"] + words, in: folder.path, input: column, name: "unknown"
      )
      #expect(unknown.wait() == .exit(64))
      #expect(
        unknown.standardError
          == "error: the format of standard input is not known.\n"
          + " help: Add --format csv, --format tsv or --format jsonl.\n")
    }

    @Test func `exit statuses of prepare and export`() throws {
      let data = try folder.file("d.csv", "a,b\n1,2\n")
      let ragged = try folder.file("r.csv", "a,b\n1\n")
      let prompt = try folder.file("p.txt", "{{a}}")
      let wrong = try folder.file("w.txt", "{{c}}")
      let out = "\(folder.path)/out.jsonl"
      let model = ["--model", "m"]
      let cases: [([String], Int32)] = [
        (["prepare", ragged, "--template", prompt, "-o", out] + model, 65),
        (["prepare", data, "--template", wrong, "-o", out] + model, 65),
        (["prepare", data, "--template", prompt, "-o", out], 64),
        (["prepare", "none.csv", "--template", prompt, "-o", out] + model, 66),
        (["prepare", data, "--template", "none.txt", "-o", out] + model, 66),
        (["prepare", data, "--template", prompt, "-o", "\(folder.path)/no/out"] + model, 73),
        (["prepare", data, "--template", prompt, "-o", "/dev/full"] + model, 74),
        (["export", "none.run", "-o", "-", "--format", "csv"], 66),
        (["prepare", data, "--template", prompt, "-o", out] + model, 0),
        (["prepare", data, "--template", prompt, "-o", out] + model, 73),
        (["prepare", data, "--template", prompt, "-o", out, "--force"] + model, 0),
      ]
      for (number, (words, status)) in cases.enumerated()
      where !words.contains("/dev/full")
        || FileManager.default.fileExists(atPath: "/dev/full")
      {
        let child = try Child([BuiltProgram.path] + words, in: folder.path, name: "case-\(number)")
        #expect(child.wait() == .exit(status), "\(words): \(child.standardError)")
        #expect(child.standardOutput == "")
        if number < 8 { #expect(!FileManager.default.fileExists(atPath: out)) }
      }
      let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      #expect(!left.contains { $0.hasSuffix(".new") })
    }
  }

  private struct AnswerRow: Decodable {
    let answer: String?
  }

  private struct Row: Decodable {
    let id: String
    let language: String
    let answer: String?
    let finishReason: String?
    let sentiment: String?
    let topic: String?

    enum CodingKeys: String, CodingKey {
      case id, language, answer, sentiment, topic
      case finishReason = "finish_reason"
    }
  }
}
