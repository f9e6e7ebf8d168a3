import Datasets
import Foundation
import TestTools
import Testing

@testable import BatchRunner

@Suite struct PreparationTests {
  private let folder = TemporaryFolder()

  /// What a preparation gave.
  private struct Prepared {
    var lines: [String] = []
    var problems: [String] = []
    var cost = ""
  }

  private func prepare(
    _ dataset: String, _ template: String, name: String = "d.csv", model: String? = nil,
    system: String? = nil, _ set: (inout Preparation.Options) -> Void = { _ in }
  ) throws -> Prepared {
    var options = Preparation.Options()
    set(&options)
    let path = try folder.file(name, dataset)
    let template = try Template(
      Array(template.utf8), path: "t.txt", model: model, system: system)
    var preparation = try Preparation(path, template, options)
    var prepared = Prepared()
    let output = "\(folder.path)/out-\(UInt64.random(in: 0 ... .max)).jsonl"
    let file = try AtomicFile(output, replaces: false)
    try preparation.run(into: file) {
      prepared.problems.append(
        $0.problem.replacingOccurrences(of: folder.path + "/", with: ""))
    }
    prepared.cost = preparation.cost.sentence
    guard prepared.problems.isEmpty else { return prepared }
    try file.finish()
    let jobs = try JobFile(output)
    #expect(jobs.problems == [])
    #expect(jobs.table.count == preparation.jobs)
    prepared.lines = try String(contentsOfFile: output, encoding: .utf8)
      .split(separator: "\n").map(String.init)
    return prepared
  }

  /// The request bodies of prepared lines.
  private func body(_ lines: [String]) -> [String] {
    lines.map { String($0.components(separatedBy: "\"body\":")[1].dropLast()) }
  }

  @Test func `a request body keeps its order and the spelling of numbers`() throws {
    let template = #"""
      { "temperature": 1.0e-1,  "model": "m {{a}}",
        "max_tokens": "{{n|json}}", "stop": ["{{ a }}", "{{{{a}}"],
        "messages": [ {"role": "user", "content": "A\u00e9: {{b}} / {{b|json}}"} ] }
      """#
    let prepared = try prepare("a,b,n\nx,\"He said \"\"hi\"\"\n\",007\ny,\t\\,7\n", template)
    #expect(
      body(prepared.lines) == [
        #"{"temperature":1.0e-1,"model":"m x","max_tokens":"007","stop":["x","{{a}}"],"#
          + #""messages":[{"role":"user","content":"A\u00e9: He said \"hi\"\n / "#
          + #"\"He said \\\"hi\\\"\\n\""}]}"#,
        #"{"temperature":1.0e-1,"model":"m y","max_tokens":7,"stop":["y","{{a}}"],"#
          + #""messages":[{"role":"user","content":"A\u00e9: \t\\ / \"\\t\\\\\""}]}"#,
      ])
    #expect(prepared.lines[0].contains(#","method":"POST","url":"/v1/chat/"#))
    #expect(prepared.lines[0].hasPrefix(#"{"custom_id":"row-1-"#))
  }

  @Test func `a prompt becomes a message`() throws {
    let prepared = try prepare(
      "a\n\"x\ny\"\n", "Say \"{{a}}\"\n{{{{.\n", model: "m", system: "Be {{a}}.")
    #expect(
      body(prepared.lines) == [
        #"{"model":"m","messages":[{"role":"system","content":"Be x\ny."},"#
          + #"{"role":"user","content":"Say \"x\ny\"\n{{."}]}"#
      ])
  }

  @Test func `values from JSON Lines keep their spelling`() throws {
    let prepared = try prepare(
      #"{"a": "\u00e9\n", "n": 1.50, "o": {"k": "v"}}"#,
      #"{"model":"m","messages":[{"role":"user","content":"{{a}} {{n}} {{o}}"}],"x":"{{o|json}}"}"#,
      name: "d.jsonl")
    #expect(
      body(prepared.lines) == [
        #"{"model":"m","messages":[{"role":"user","content":"\u00e9\n 1.50 {\"k\": \"v\"}"}],"#
          + #""x":{"k": "v"}}"#
      ])
  }

  @Test func `problems of rows are reported with their lines`() throws {
    let prepared = try prepare(
      "id,a\n1,x\n1,y\n2,\n,z\n3\n4,\"ok\n\"\n4,w\n", "{{a}}", model: "m"
    ) { $0.idColumn = "id" }
    #expect(
      prepared.problems == [
        "d.csv:3: the id '1' is already used in line 2.", "d.csv:4: 'a' is empty.",
        "d.csv:5: column 'id' is empty.",
        "d.csv:6: the row has 1 cell, the header has 2.",
        "d.csv:9: the id '4' is already used in line 7.",
      ])
  }

  @Test func `a cell that is not UTF-8 is reported`() throws {
    let path = folder.path + "/latin.csv"
    try Data(Array("a\ncaf".utf8) + [0xE9, 0x0A]).write(to: URL(fileURLWithPath: path))
    let template = try Template(Array("{{a}}".utf8), path: "t", model: "m", system: nil)
    var preparation = try Preparation(path, template, Preparation.Options())
    var reasons: [DatasetProblem.Reason] = []
    try preparation.run(into: AtomicFile(folder.path + "/out", replaces: false)) {
      reasons.append($0.reason)
    }
    #expect(reasons == [.invalidUTF8(0xE9)])
  }

  @Test func `empty cells may be allowed`() throws {
    let prepared = try prepare("a,b\n,1\n", "<{{a}}>", model: "m") { $0.allowsEmpty = true }
    #expect(body(prepared.lines)[0].contains(#""content":"<>""#))
  }

  @Test func `filtered rows keep their numbers`() throws {
    let dataset = "a,l\n1,de\n2,fr\n3,de\n4,de\n"
    let prepared = try prepare(dataset, "{{a}}", model: "m") {
      $0.filters = [RowFilter("l=de")!, RowFilter("a!=1")!]
      $0.limit = 1
    }
    #expect(prepared.lines.count == 1)
    #expect(prepared.lines[0].hasPrefix(#"{"custom_id":"row-3-"#))
  }

  @Test func `a dataset without rows is refused`() {
    #expect(throws: DatasetError.noRows(folder.path + "/d.csv")) {
      try prepare("a\n", "{{a}}", model: "m")
    }
  }

  @Test func `the message for an unknown column suggests the nearest one and lists all`() {
    do {
      _ = try prepare("review,stars\nx,1\n", "{{reviw}}", model: "m")
      Issue.record("prepared")
    } catch let error as DatasetError {
      #expect(error.problem == "t.txt: '\(folder.path)/d.csv' has no column 'reviw'.")
      #expect(error.remedy == "Did you mean 'review'? The columns are 'review', 'stars'.")
    } catch {
      Issue.record("\(error)")
    }
  }

  @Test(
    arguments: [
      ("Say {{a", "t.txt:1:5: '{{' without '}}'.", "m"),
      ("x\ny {{}}", "t.txt:2:3: there is no column name between '{{' and '}}'.", "m"),
      (" \n", "t.txt: the template is empty.", "m"),
      ("Say {{a}}", "'t.txt' is a prompt, not a request body, so --model is needed.", nil),
      (#"{"model":"m"}"#, "t.txt: not a job: missing 'messages'.", nil),
      (
        #"{"model":"m","messages":[{"role":"user"}]}"#,
        "--model is only for prompts, but 't.txt' is a request body.", "m"
      ),
    ] as [(String, String, String?)])
  func `an invalid template is refused`(text: String, problem: String, model: String?) {
    do throws(TemplateError) {
      _ = try Template(Array(text.utf8), path: "t.txt", model: model, system: nil)
      Issue.record("read")
    } catch {
      #expect(error.problem == problem)
    }
  }

  @Test func `a template named .json that is not JSON is not used as a prompt`() {
    #expect(
      throws: TemplateError.notJSON(
        path: "t.json", line: 2, column: 1, clause: "unexpected '}'")
    ) {
      try Template(Array("{\"model\": \"m\",\n}".utf8), path: "t.json", model: nil, system: nil)
    }
  }

  @Test func `the cost is one sentence`() throws {
    let known = try prepare("a\nx\n", "{{a}}", model: "claude-4-5-sonnet").cost
    #expect(known.hasPrefix("1 job, about ") && known.contains(" tokens in; likely $0."))
    #expect(known.contains(", at most $0."))
    let unknown = try prepare("a\nx\n", "{{a}}", model: "m").cost
    #expect(unknown.hasSuffix("the model 'm' has no price."))
  }

  @Test func `an output that is not finished leaves no file`() throws {
    let path = folder.path + "/out"
    do {
      let file = try AtomicFile(path, replaces: false)
      try file.append(Array(repeating: 0x78, count: 1 << 20))
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
    let file = try AtomicFile(path, replaces: false)
    try file.append([0x78])
    try file.finish()
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["out"])
    #expect(throws: AtomicFileError.exists(path)) { try AtomicFile(path, replaces: false) }
    try AtomicFile(path, replaces: true).finish()
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)).isEmpty)
  }
}
