import Foundation
import TestTools
import Testing

@testable import BatchRunner
@testable import Datasets

@Suite struct ConversionTests {
  private let folder = TemporaryFolder()

  /// The lines that were written, or the problems.
  private func convert(
    _ lines: [String], _ source: BatchSource,
    _ set: (inout Conversion.Options) -> Void = { _ in }
  ) throws -> (lines: [String], note: String?) {
    var options = Conversion.Options(source)
    set(&options)
    let path = try folder.file("b.jsonl", lines.joined(separator: "\n") + "\n")
    var conversion = try Conversion(path, options)
    let output = "\(folder.path)/out-\(UInt64.random(in: 0 ... .max))"
    let file = try AtomicFile(output, replaces: false)
    var problems: [String] = []
    try conversion.run(into: file) {
      problems.append($0.problem.replacing(folder.path + "/", with: ""))
    }
    let note = conversion.note?.replacing(folder.path + "/", with: "")
    guard problems.isEmpty else { return (problems, note) }
    try file.finish()
    let jobs = try JobFile(output)
    #expect(jobs.problems == [] && jobs.table.count == conversion.jobs)
    let text = try String(contentsOfFile: output, encoding: .utf8)
    return (text.split(separator: "\n").map(String.init), note)
  }

  /// The body of the only line that is made of this one; or its problem.
  private func body(
    _ line: String, _ source: BatchSource, model: String? = nil, drops: Bool = false
  ) throws -> String {
    let line = try convert([line], source) { ($0.model, $0.dropsNulls) = (model, drops) }.lines[0]
    let parts = line.components(separatedBy: "\"body\":")
    return parts.count == 2 ? String(parts[1].dropLast()) : line
  }

  private static let envelope = #""method":"POST","url":"/v1/chat/completions","body":"#

  @Test func `an Anthropic line becomes a chat line with its id`() throws {
    let line =
      #"{"custom_id":"a\u0031","params":{"model":"claude-x","max_tokens":10,"temperature":0.50,"#
      + #""system":"Be\nbrief","stop_sequences":["."],"top_p":null,"metadata":{"user_id":"u"},"#
      + #""messages":[{"role":"user","content":"hi"},{"role":"assistant","content":"Yes?"},"#
      + #"{"role":"user","content":[{"type":"text","text":"go","cache_control":{"type":"e"}}]}]}}"#
    let (lines, note) = try convert([line], .anthropic)
    #expect(
      lines == [
        #"{"custom_id":"a\u0031","# + Self.envelope
          + #"{"model":"claude-x","messages":[{"role":"system","content":"Be\nbrief"},"#
          + #"{"role":"user","content":"hi"},{"role":"assistant","content":"Yes?"},"#
          + #"{"role":"user","content":"go"}],"max_tokens":10,"temperature":0.50,"stop":["."],"#
          + #""user":"u"}}"#
      ])
    #expect(
      note
        == "b.jsonl: left out, because chat requests have no such member and the answer does not "
        + "depend on it: 'cache_control' (1).")
  }

  @Test func `tools and pictures of Anthropic's keep their meaning`() throws {
    let line =
      #"{"custom_id":"a","params":{"model":"c","max_tokens":1,"tools":[{"name":"f","description":"d","#
      + #""input_schema":{"type":"object"}}],"tool_choice":{"type":"any","#
      + #""disable_parallel_tool_use":true},"messages":[{"role":"user","content":[{"type":"image","#
      + #""source":{"type":"base64","media_type":"image/png","data":"AA=="}},{"type":"image","#
      + #""source":{"type":"url","url":"https://x/y"}},{"type":"text","text":"t"}]},"#
      + #"{"role":"assistant","content":[{"type":"text","text":"I look"},{"type":"tool_use","id":"1","#
      + #""name":"f","input":{"q":"\"x\""}}]},{"role":"user","content":[{"type":"tool_result","#
      + #""tool_use_id":"1","content":[{"type":"text","text":"r"}]},{"type":"text","text":"and?"}]}]}}"#
    #expect(
      try body(line, .anthropic)
        == #"{"model":"c","messages":[{"role":"user","content":[{"type":"image_url","image_url":"#
        + #"{"url":"data:image/png;base64,AA=="}},{"type":"image_url","image_url":{"url":"#
        + #""https://x/y"}},{"type":"text","text":"t"}]},{"role":"assistant","content":"I look","#
        + #""tool_calls":[{"id":"1","type":"function","function":{"name":"f","arguments":"#
        + #""{\"q\":\"\\\"x\\\"\"}"}}]},{"role":"tool","tool_call_id":"1","content":"r"},"#
        + #"{"role":"user","content":"and?"}],"max_tokens":1,"tools":[{"type":"function","#
        + #""function":{"name":"f","description":"d","parameters":{"type":"object"}}}],"#
        + #""tool_choice":"required","parallel_tool_calls":false}"#)
  }

  static let choices: [(String, String)] = [
    (#"{"type":"auto"}"#, #""auto""#), (#"{"type":"none"}"#, #""none""#),
    (#"{"type":"tool","name":"f"}"#, #"{"type":"function","function":{"name":"f"}}"#),
  ]

  @Test(arguments: choices)
  func `a choice of tools is spelled as chat requests do`(choice: String, spelled: String) throws {
    let line =
      #"{"params":{"model":"c","messages":[{"role":"user","content":"x"}],"tool_choice":\#(choice)}}"#
    #expect(try body(line, .anthropic).hasSuffix(#","tool_choice":\#(spelled)}"#))
  }

  @Test func `Claude's requests in the envelopes of Bedrock and Vertex need a model`() throws {
    let request =
      #"{"anthropic_version":"v","max_tokens":5,"messages":[{"role":"user","content":"x"}]}"#
    let made = #"{"model":"m","messages":[{"role":"user","content":"x"}],"max_tokens":5}"#
    for (envelope, id) in [
      (#"{"recordId":"r","modelInput":\#(request)}"#, #""custom_id":"r","#),
      (#"{"request":\#(request)}"#, ""),
      (#"{"key":7,"request":\#(request)}"#, #""custom_id":"7","#),
      (request, ""),
    ] {
      let lines = try convert([envelope], .anthropic) { $0.model = "m" }.lines
      #expect(lines == ["{" + id + Self.envelope + made + "}"])
    }
    #expect(
      try convert([#"{"modelInput":\#(request)}"#], .anthropic).lines
        == ["b.jsonl:1:15: the line names no model."])
  }

  /// The messages, or other members, of an Anthropic request that cannot be converted.
  static let anthropicObstacles: [(String, String)] = [
    (#""thinking":{"type":"enabled","budget_tokens":9}"#, "the member 'thinking'"),
    (#""container":"c""#, "the member 'container'"),
    (#""metadata":{"x":1}"#, "the member 'x'"),
    (
      #""tools":[{"type":"web_search_20250305","name":"w"}]"#,
      "the tool 'web_search_20250305' of Anthropic's servers"
    ),
    (
      #""messages":[{"role":"user","content":[{"type":"document","source":{}}]}]"#,
      "a block of the type 'document'"
    ),
    (
      #""messages":[{"role":"user","content":[{"type":"text","text":"t","citations":[1]}]}]"#,
      "the member 'citations'"
    ),
    (
      #""messages":[{"role":"user","content":[{"type":"image","source":{"type":"file","file_id":"f"}}]}]"#,
      "a picture of the source 'file'"
    ),
    (
      #""messages":[{"role":"user","content":[{"type":"tool_result","tool_use_id":"1","is_error":true}]}]"#,
      "the member 'is_error'"
    ),
    (
      #""messages":[{"role":"assistant","content":[{"type":"thinking","thinking":"…"}]}]"#,
      "a block of the type 'thinking'"
    ),
  ]

  @Test(arguments: anthropicObstacles)
  func `what chat requests do not have is told`(member: String, what: String) throws {
    let messages =
      member.hasPrefix("\"messages\"") ? "" : #""messages":[{"role":"user","content":"x"}],"#
    let line = #"{"custom_id":"a","params":{"model":"c",\#(messages)\#(member)}}"#
    let problem = try body(line, .anthropic)
    #expect(problem.hasSuffix(": \(what) has no counterpart in a chat request."), "\(problem)")
    #expect(problem.hasPrefix("b.jsonl:1:"))
  }

  @Test func `problems of lines are told with line and column`() throws {
    let good =
      #"{"custom_id":"a","params":{"model":"c","messages":[{"role":"user","content":"é"}]}}"#
    let (lines, _) = try convert(
      [
        good, "", good, "{'a':1}", "[]", #"{"custom_id":"b"}"#,
        #"{"custom_id":"é","params":{"model":"c","messages":[]}}"#,
        #"{"custom_id":"é","params":{"model":"c","messages":[{"role":"user","content":1}]}}"#,
        #"{"custom_id":"p","params":{"model":"c","messages":[{"role":"user","content":"x"},"#
          + #"{"role":"assistant","content":"{"}]}}"#,
      ], .anthropic)
    #expect(
      lines == [
        "b.jsonl:3:1: custom_id 'a' is already used in line 1.",
        "b.jsonl:4:2: not JSON: it has single quotes, as Python prints a dict.",
        "b.jsonl:5:1: not a job: a line must be one JSON object.",
        "b.jsonl:6:1: the line has no request: 'params' or 'modelInput' or 'request' is missing.",
        "b.jsonl:7:1: not a job: 'messages' is empty.",
        "b.jsonl:8:77: 'content' must be a string or an array.",
        "b.jsonl:9:82: the last message is the beginning of the answer, which a chat request does "
          + "not go on with.",
      ])
  }

  @Test func `a Gemini line becomes a chat line, however its names are spelled`() throws {
    let camel =
      #"{"key":"a","request":{"systemInstruction":{"parts":[{"text":"S"}]},"contents":[{"role":"user","#
      + #""parts":[{"text":"A"},{"inlineData":{"mimeType":"image/png","data":"AA=="}}]},{"role":"model","#
      + #""parts":[{"text":"B"}]},{"parts":{"text":"C"}}],"generationConfig":{"temperature":0.10,"#
      + #""maxOutputTokens":9,"topP":0.5,"stopSequences":["."],"candidateCount":2,"#
      + #""responseMimeType":"application/json"}}}"#
    let snake = [
      ("systemInstruction", "system_instruction"), ("inlineData", "inline_data"),
      ("mimeType", "mime_type"), ("generationConfig", "generation_config"),
      ("maxOutputTokens", "max_output_tokens"), ("topP", "top_p"),
      ("stopSequences", "stop_sequences"), ("candidateCount", "candidate_count"),
      ("responseMimeType", "response_mime_type"),
    ].reduce(camel) { $0.replacing("\"\($1.0)\"", with: "\"\($1.1)\"") }
    for line in [camel, snake] {
      #expect(
        try convert([line], .gemini) { $0.model = "models/gemini-x" }.lines == [
          #"{"custom_id":"a","# + Self.envelope
            + #"{"model":"gemini-x","messages":[{"role":"system","#
            + #""content":"S"},{"role":"user","content":[{"type":"text","text":"A"},"#
            + #"{"type":"image_url","image_url":{"url":"data:image/png;base64,AA=="}}]},"#
            + #"{"role":"assistant","content":"B"},{"role":"user","content":"C"}],"#
            + #""temperature":0.10,"max_tokens":9,"top_p":0.5,"stop":["."],"n":2,"#
            + #""response_format":{"type":"json_object"}}}"#
        ])
    }
  }

  @Test func `Gemini's schemas become JSON Schemas`() throws {
    let line =
      #"{"request":{"model":"models/g","contents":[{"parts":[{"text":"x"}]}],"#
      + #""tools":[{"functionDeclarations":[{"name":"f","parameters":{"type":"OBJECT"}}]}],"#
      + #""toolConfig":{"functionCallingConfig":{"mode":"ANY"}},"safetySettings":[],"#
      + #""generationConfig":{"responseMimeType":"application/json","responseSchema":{"type":"OBJECT","#
      + #""properties":{"type":{"type":"STRING","enum":["STRING"]}}}}}}"#
    #expect(
      try body(line, .gemini)
        == #"{"model":"g","messages":[{"role":"user","content":"x"}],"tools":[{"type":"function","#
        + #""function":{"name":"f","parameters":{"type":"object"}}}],"tool_choice":"required","#
        + #""response_format":{"type":"json_schema","json_schema":{"name":"answer","schema":{"#
        + #""type":"object","properties":{"type":{"type":"string","enum":["STRING"]}}}}}}"#)
  }

  static let geminiObstacles: [(String, String)] = [
    (#""contents":[{"parts":[{"fileData":{"fileUri":"gs://b/c"}}]}]"#, "the member 'fileData'"),
    (
      #""contents":[{"parts":[{"inlineData":{"mimeType":"audio/wav","data":""}}]}]"#,
      "data of type 'audio/wav'"
    ),
    (#""contents":[{"parts":[{"text":"x","thought":true}]}]"#, "the member 'thought'"),
    (#""contents":[{"parts":[{"functionCall":{"name":"f"}}]}]"#, "the member 'functionCall'"),
    (#""contents":[{"role":"function","parts":[{"text":"x"}]}]"#, "the role 'function'"),
    (#""generationConfig":{"thinkingConfig":{}}"#, "the member 'thinkingConfig'"),
    (#""tools":[{"googleSearch":{}}]"#, "the member 'googleSearch'"),
    (#""cachedContent":"c""#, "the member 'cachedContent'"),
    (
      #""generationConfig":{"responseSchema":{"type":"STRING","nullable":true}}"#,
      "the member 'nullable'"
    ),
  ]

  @Test(arguments: geminiObstacles)
  func `what chat requests do not have is told of Gemini's lines`(
    member: String, what: String
  ) throws {
    let contents =
      member.hasPrefix("\"contents\"") ? "" : #""contents":[{"parts":[{"text":"x"}]}],"#
    let problem = try body(#"{"key":"a","request":{\#(contents)\#(member)}}"#, .gemini, model: "g")
    #expect(problem.hasSuffix(": \(what) has no counterpart in a chat request."), "\(problem)")
  }

  @Test(arguments: ["duckdb", "polars", "datasets"])
  func `chat requests without their nulls are what they were before a tool wrote them`(
    tool: String
  ) throws {
    let path = ProjectFolder.path(of: "Samples/datasets/tools/\(tool)-jobs.jsonl")
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
    let made = try convert(lines.map(String.init), .openai) { $0.dropsNulls = true }.lines
    #expect(
      made[0] == #"{"custom_id":"a","# + Self.envelope
        + #"{"model":"m","messages":[{"role":"user","content":"x"}]"#
        + #","temperature":0.1}}"#)
    #expect(
      made[1] == #"{"custom_id":"b","# + Self.envelope
        + #"{"model":"m","messages":[{"role":"user","content":"y","name":"n"}],"max_tokens":3,"#
        + #""response_format":{"type":"json_object"}}}"#)
  }

  @Test func `chat requests may get ids that are texts, and another model`() throws {
    let path = ProjectFolder.path(of: "Samples/datasets/tools/pandas-jobs.jsonl")
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
    let made = try convert(lines.map(String.init), .openai) {
      ($0.dropsNulls, $0.model, $0.limit) = (true, "n", 1)
    }.lines
    #expect(
      made == [
        #"{"custom_id":"1","# + Self.envelope
          + #"{"messages":[{"role":"user","content":"x"}],"model":"n"}}"#
      ])
  }

  @Test func `a file without lines is refused`() throws {
    #expect(throws: DatasetError.noRows(folder.path + "/b.jsonl")) {
      try convert(["", " "], .openai)
    }
  }
}
