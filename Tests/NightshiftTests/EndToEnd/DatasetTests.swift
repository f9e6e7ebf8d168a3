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
          == #"{"schema":1,"dataset":"\#(path)","format":"csv","separator":"|","#
          + "\"encoding\":\"latin-1\",\"escape\":\"backslash\"}\n")
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
