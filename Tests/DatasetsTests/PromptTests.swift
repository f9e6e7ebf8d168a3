import Foundation
import TestTools
import Testing

@testable import Datasets

/// What options and pictures add to requests.
@Suite struct PromptTests {
  private let folder = TemporaryFolder()

  init() throws {
    let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    try Data(png).write(to: URL(fileURLWithPath: folder.path + "/a.png"))
  }

  /// The bodies, or the problems.
  private func prepare(
    _ dataset: String, _ template: String, name: String = "d.csv", model: String? = "m",
    system: String? = nil, members: [Template.Member] = [],
    _ set: (inout Preparation.Options) -> Void = { _ in }
  ) throws -> [String] {
    var options = Preparation.Options()
    set(&options)
    let template = try Template(
      Array(template.utf8), path: "t.txt", model: model, system: system, members: members)
    var preparation = try Preparation(folder.file(name, dataset), template, options)
    let output = "\(folder.path)/out-\(UInt64.random(in: 0 ... .max))"
    let file = try AtomicFile(output, replaces: false)
    var problems: [String] = []
    try preparation.run(into: file) {
      problems.append($0.problem.replacing(folder.path + "/", with: ""))
    }
    guard problems.isEmpty else { return problems }
    try file.finish()
    return try String(contentsOfFile: output, encoding: .utf8).split(separator: "\n").map {
      String($0.components(separatedBy: "\"body\":")[1].dropLast())
    }
  }

  private static let data = "data:image/png;base64,iVBORw0KGgo="
  private static let picture = #"{"type":"image_url","image_url":{"url":"\#(data)"}}"#

  @Test func `options add members to a prompt, as they were typed`() throws {
    let members = [
      Template.Member(option: "--max-tokens", name: "max_tokens", json: "20"),
      Template.Member(option: "--set stop", name: "stop", json: #"["a", "b"]"#),
    ]
    #expect(
      try prepare("a\nx\n", "{{a}}", members: members) == [
        #"{"model":"m","messages":[{"role":"user","content":"x"}],"max_tokens":20,"#
          + #""stop":["a", "b"]}"#
      ])
    let body = #"{"model":"m","messages":[{"role":"user","content":"{{a}}"}]}"#
    #expect(throws: TemplateError.isABody(path: "t.txt", option: "--max-tokens")) {
      try prepare("a\nx\n", body, model: nil, members: members)
    }
    #expect(throws: TemplateError.isABody(path: "t.txt", option: "s.txt")) {
      try Template(
        Array(body.utf8), path: "t.txt", model: nil, system: "x", systemSource: "s.txt")
    }
  }

  @Test func `a picture in a prompt makes parts of its content`() throws {
    #expect(
      try prepare("p,t\na.png,x\n", "Look:\n{{p|image}}\n{{ p | image }} {{t}}?\n") == [
        #"{"model":"m","messages":[{"role":"user","content":[{"type":"text","text":"Look:\n"},"#
          + Self.picture + "," + Self.picture
          + #",{"type":"text","text":" x?"}]}]}"#
      ])
    #expect(
      try prepare("p\na.png\n", "{{p|image}}") == [
        #"{"model":"m","messages":[{"role":"user","content":["# + Self.picture + "]}]}"
      ])
  }

  @Test func `a picture in a body is an address, or makes parts of a content`() throws {
    let parts = #"[{"type":"image_url","image_url":{"url":"{{p|image}}","detail":"low"}}]"#
    func body(_ content: String) -> String {
      #"{"model":"m","messages":[{"role":"user","content":\#(content)}]}"#
    }
    #expect(
      try prepare("p\na.png\n", body(parts), model: nil)
        == [body(parts.replacing("{{p|image}}", with: Self.data))])
    #expect(
      try prepare("p\na.png\n", body(#""A\"{{p|image}}""#), model: nil)
        == [body(#"[{"type":"text","text":"A\""},"# + Self.picture + "]")])
    let wrong = body(#"[{"type":"image_url","image_url":{"url":"x {{p|image}}"}}]"#)
    #expect(throws: TemplateError.pictureInText(path: "t.txt", line: 1, column: 91)) {
      try prepare("p\na.png\n", wrong, model: nil)
    }
    #expect(throws: TemplateError.pictureInSystem(source: "--system")) {
      try prepare("p\na.png\n", "x", system: "{{p|image}}")
    }
  }

  @Test func `problems with pictures are told with their lines`() throws {
    let dataset = "p,t\nnone.png,\"a\nb\"\nd.csv,x\n,y\ngs://b/c,z\n"
    #expect(
      try prepare(dataset, "{{p|image}} {{t}}") == [
        "d.csv:2: cannot open 'none.png': No such file or directory.",
        "d.csv:4: 'd.csv' is no PNG, JPEG, GIF or WebP picture.",
        "d.csv:5: 'p' is empty.",
        "d.csv:6: 'p' is an address that begins with 'gs:', which no server can open.",
      ])
  }

  @Test func `an empty picture may be allowed beside text`() throws {
    #expect(
      try prepare("p,t\n,x\n", "{{p|image}}{{t}}") { $0.allowsEmpty = true } == [
        #"{"model":"m","messages":[{"role":"user","content":[{"type":"text","text":"x"}]}]}"#
      ])
    #expect(
      try prepare("p,t\n,x\n", "{{p|image}}") { $0.allowsEmpty = true } == [
        "d.csv:2: 'p' is empty, but the template needs a picture there."
      ])
  }

  @Test func `a job that a picture makes too long is told`() throws {
    let path = folder.path + "/large.png"
    let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    try Data(png).write(to: URL(fileURLWithPath: path))
    let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    try file.truncate(atOffset: 48 << 20)
    try file.close()
    #expect(
      try prepare("p\nlarge.png\n", "{{p|image}}")
        == ["d.csv:2: the line is longer than 64 MiB."])
  }

  @Test func `null words are empty cells, and null as JSON`() throws {
    let rows = """
      {"a":"NA","n":"NA","t":1}
      {"a":"x","n":-9,"t":2}
      {"a":"NAN","n":"\\u004eA","t":3}

      """
    let template =
      #"{"model":"m","messages":[{"role":"user","content":"<{{a}}>"}],"n":"{{n|json}}"}"#
    let bodies = try prepare(rows, template, name: "d.jsonl", model: nil) {
      $0.reading.nulls = ["NA", "-9"]
      $0.allowsEmpty = true
    }
    func body(_ text: String) -> String {
      #"{"model":"m","messages":[{"role":"user","content":"\#(text)"}],"n":null}"#
    }
    #expect(bodies == [body("<>"), body("<x>"), body("<NAN>")])
    #expect(
      try prepare(rows, "{{a}}", name: "d.jsonl") { $0.reading.nulls = ["NA"] }
        == ["d.jsonl:1: 'a' is empty."])
    #expect(
      try prepare(rows, "{{t}}", name: "d.jsonl") {
        $0.reading.nulls = ["NA"]
        $0.filters = [RowFilter("a=")!]
      }.count == 1)
  }

  @Test func `an id column with an empty cell is named`() throws {
    let problems = try prepare("id,a\n,x\nNA,y\n", "{{a}}") {
      $0.idColumn = "id"
      $0.reading.nulls = ["NA"]
    }
    #expect(problems == ["d.csv:2: column 'id' is empty.", "d.csv:3: column 'id' is empty."])
    #expect(
      try prepare("{\"id\":null,\"a\":\"x\"}\n", "{{a}}", name: "d.jsonl") { $0.idColumn = "id" }
        == ["d.jsonl:1: column 'id' is empty."])
  }

  @Test func `members that are null may be left out`() throws {
    let template =
      #"{"model":"m","messages":[{"role":"user","content":"x"}],"n":"{{n|json}}","o":"{{o|json}}"}"#
    #expect(
      try prepare(
        "{\"n\":null,\"o\":{\"p\":null,\"q\":1}}\n", template, name: "d.jsonl", model: nil
      ) {
        $0.dropsNulls = true
        $0.allowsEmpty = true
      } == [#"{"model":"m","messages":[{"role":"user","content":"x"}],"o":{"q":1}}"#])
    #expect(
      try prepare("n,o\n,1\n", template, model: nil) {
        $0.dropsNulls = true
        $0.allowsEmpty = true
      } == [#"{"model":"m","messages":[{"role":"user","content":"x"}],"o":1}"#])
  }

  @Test func `messages may come from a cell as JSON`() throws {
    let rows =
      #"{"m":[{"role":"user","content":"x"}],"o":{"role":"user"}}"# + "\n" + #"{"m":[],"o":1}"#
      + "\n"
    #expect(
      try prepare(rows, #"{"model":"m","messages":"{{m|json}}"}"#, name: "d.jsonl", model: nil)
        == ["d.jsonl:2: not a job: 'messages' is empty."])
    #expect(
      try prepare(rows, #"{"model":"m","messages":["{{o|json}}"]}"#, name: "d.jsonl", model: nil)
        == ["d.jsonl:2: not a job: message 1 is not an object."])
  }

  @Test(
    arguments: [
      ("a\nNaN\nNULL\nx\nNULL\n", "3 cells that the template uses are 'NaN', 'NULL'", 2),
      ("a,b\nx,NaN\nNone,NaN\n", "1 cell that the template uses is 'None'", 3),
    ])
  func `cells that look like a missing value are counted`(
    dataset: String, start: String, line: Int
  ) throws {
    let path = try folder.file("d.csv", dataset)
    let template = try Template(Array("{{a}} {{a}}".utf8), path: "t", model: "m", system: nil)
    var preparation = try Preparation(path, template, Preparation.Options())
    try preparation.run(into: AtomicFile(folder.path + "/out", replaces: true)) { _ in }
    let words = start.split(separator: "'").filter { !$0.contains(" ") }
    #expect(
      preparation.notes.map { $0.sentence(about: "d.csv") } == [
        "d.csv:\(line): \(start), which stays as text. To treat such cells as empty, add "
          + words.map { "--null \($0)" }.joined(separator: " ") + "."
      ])
    var options = Preparation.Options()
    options.reading.nulls = ["NaN"]
    options.allowsEmpty = true
    var second = try Preparation(path, template, options)
    try second.run(into: AtomicFile(folder.path + "/out", replaces: true)) { _ in }
    #expect(second.notes == [])
  }
}
