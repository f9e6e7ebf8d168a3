import Datasets
import Testing

@testable import nightshift

@Suite struct DatasetOptionsTests {
  @Test func `the options of prepare`() throws {
    let typed = try Typed.invocation(
      "prepare d.csv --template t.json -o j.jsonl --id-column id --where a=1 --where b!=x=y "
        + "--limit 3 --allow-empty --force --format tsv")
    guard case .prepare(let options) = typed else { preconditionFailure() }
    #expect(options.dataset == "d.csv")
    #expect(options.output == "j.jsonl")
    #expect(options.replaces)
    #expect(options.preparation.filters == [RowFilter("a=1"), RowFilter("b!=x=y")])
    #expect(options.preparation.filters[1].value == "x=y")
    #expect(!options.preparation.filters[1].isEqual)
    #expect(options.preparation.limit == 3)
    #expect(options.preparation.reading == DatasetReading(format: .tsv))
  }

  @Test func `how a dataset is read may be said to prepare and to export`() throws {
    let words = "--delimiter | --encoding windows-1252 --csv-escape backslash"
    let reading = DatasetReading(
      separator: UInt8(ascii: "|"), encoding: .windows1252, escape: .backslash)
    let prepared = try Typed.invocation("prepare - --template t -o j --format csv " + words)
    guard case .prepare(let options) = prepared else { preconditionFailure() }
    #expect(options.dataset == "-")
    #expect(options.preparation.reading == reading.filled(from: DatasetReading(format: .csv)))
    let exported = try Typed.invocation("export r -o a.csv --join d.csv " + words)
    guard case .export(let options) = exported else { preconditionFailure() }
    #expect(options.export.join?.reading == reading)
  }

  @Test func `options of prepare that add to the requests`() throws {
    let typed = try Typed.invocation(
      "prepare - --template t -o j --model m --system-file s.txt --max-tokens 20 --temperature 0.50 "
        + "--set stop=[\"a\"] --set reasoning_effort=\"low\" --null NA --null -9 --drop-null")
    guard case .prepare(let options) = typed else { preconditionFailure() }
    #expect(options.systemFile == "s.txt" && options.conversion == nil)
    #expect(
      options.members == [
        Template.Member(option: "--max-tokens", name: "max_tokens", json: "20"),
        Template.Member(option: "--temperature", name: "temperature", json: "0.50"),
        Template.Member(option: "--set stop", name: "stop", json: "[\"a\"]"),
        Template.Member(
          option: "--set reasoning_effort", name: "reasoning_effort", json: "\"low\""),
      ])
    #expect(options.preparation.reading.nulls == ["NA", "-9"])
    #expect(options.preparation.dropsNulls)
  }

  @Test func `batch lines of another API need no template`() throws {
    let typed = try Typed.invocation(
      "prepare b.jsonl --from gemini --model m --drop-null --limit 3 -o j")
    guard case .prepare(let options) = typed else { preconditionFailure() }
    var conversion = Conversion.Options(.gemini)
    (conversion.model, conversion.dropsNulls, conversion.limit) = ("m", true, 3)
    #expect(options.conversion == conversion)
  }

  @Test(
    arguments: [
      (";", UInt8(ascii: ";")), ("\\t", 0x09), ("tab", 0x09), ("\t", 0x09), (" ", 0x20),
      ("\u{1}", 0x01), ("a", nil), ("7", nil), ("\"", nil), ("\\", nil), ("\n", nil),
      (";;", nil), ("\u{a6}", nil), ("", nil),
    ] as [(String, UInt8?)])
  func `a separator is one ASCII character that no cell needs`(typed: String, byte: UInt8?) {
    #expect(Separator.read(typed) == byte)
  }

  @Test func `the options of export`() throws {
    let typed = try Typed.invocation("export r.run -o a.TSV --json-fields a,b --raw --failures")
    guard case .export(let options) = typed else { preconditionFailure() }
    #expect(options.export.format == .tsv)
    #expect(options.export.fields == ["a", "b"])
    #expect(options.export.isRaw && options.export.includesFailures)
  }

  @Test func `how a join finds the rows may be said`() throws {
    let typed = try Typed.invocation(
      "export r -o a.csv --join d.csv --template t --model m --system s --edited keep --strict")
    guard case .export(let options) = typed, let join = options.export.join else {
      preconditionFailure()
    }
    #expect(options.template == "t" && options.model == "m" && options.system == "s")
    #expect(join.keepsEdited && join.isStrict && !join.trustsPositions && join.idColumn == nil)
    let plain = try Typed.invocation(
      "export r -o a.csv --join d.csv --trust-positions --edited refuse")
    guard case .export(let options) = plain, let join = options.export.join else {
      preconditionFailure()
    }
    #expect(!join.keepsEdited && !join.isStrict && join.trustsPositions)
  }

  @Test(
    arguments: [
      ("prepare d.csv -o x", "'nightshift prepare' needs --template FILE."),
      ("prepare d.csv --template t", "'nightshift prepare' needs --output FILE."),
      ("prepare --template t -o x", "'nightshift prepare' needs a dataset."),
      ("prepare d.csv --template t -o x --output y", "--output was given twice."),
      (
        "prepare d.csv --template t -o x --where a",
        "--where: 'a' is not valid: it must be COLUMN=VALUE or COLUMN!=VALUE."
      ),
      (
        "prepare d --from anthropic --template t -o x",
        "--template cannot be used with --from: the lines are requests already."
      ),
      (
        "prepare d --from x -o x", "--from: 'x' is not one of anthropic, gemini, openai."
      ),
      (
        "prepare d --template t -o x --system a --system-file b",
        "--system-file cannot be used with --system: a prompt has one system message."
      ),
      (
        "prepare d --template t -o x --temperature 2.5",
        "--temperature: '2.5' is out of range: it must be from 0 to 2."
      ),
      (
        "prepare d --template t -o x --temperature 01",
        "--temperature: '01' is not valid: it must be a number."
      ),
      (
        "prepare d --template t -o x --max-tokens 0",
        "--max-tokens: '0' is out of range: it must be from 1 to 1000000000."
      ),
      (
        "prepare d --template t -o x --set user=ann",
        "--set: 'user=ann' is not valid: it must be NAME=JSON, where a text has quotes of its own, "
          + "as in 'user=\"ann\"'."
      ),
      (
        "prepare d --template t -o x --set messages=[]",
        "--set: 'messages=[]' is not valid: it must be a member other than 'model' and 'messages'."
      ),
      (
        "prepare d --template t -o x --set n=1 --set n=2", "--set n was given twice."
      ),
      (
        "prepare d --template t -o x --max-tokens 5 --set max_tokens=6",
        "--set max_tokens cannot be used with --max-tokens: both set the same member."
      ),
      ("export r", "'nightshift export' needs --output FILE."),
      ("export r -o -", "'nightshift export' needs --format csv|tsv|jsonl|parquet."),
      (
        "export r -o - --format parquet",
        "--format parquet cannot be used with --output -: Parquet is written to a file."
      ),
      ("export r -o a.csv --id-column x", "--id-column can only be used with --join."),
      ("export r -o a.csv --delimiter ,", "--delimiter can only be used with --join."),
      ("export r -o a.csv --strict", "--strict can only be used with --join."),
      ("export r -o a.csv --template t", "--template can only be used with --join."),
      ("export r -o a.csv --edited keep", "--edited can only be used with --join."),
      ("export r -o a.csv --join d --model m", "--model can only be used with --template."),
      (
        "export r -o a.csv --join d --edited rerun",
        "--edited: 'rerun' is not one of refuse, keep."
      ),
      (
        "export r -o a.csv --join d --trust-positions --template t",
        "--trust-positions cannot be used with --template: a template shows which row is whose."
      ),
      (
        "export r -o a.csv --join d --trust-positions --id-column i",
        "--trust-positions cannot be used with --id-column: ids from a column do not depend on where a "
          + "row stands."
      ),
      (
        "prepare d --template t -o x --delimiter ab",
        "--delimiter: 'ab' is not valid: it must be one character that is not a letter, a digit, a "
          + "quote or a backslash."
      ),
      (
        "prepare d --template t -o x --encoding latin1",
        "--encoding: 'latin1' is not one of utf-8, utf-16, latin-1, windows-1252."
      ),
      (
        "prepare d --template t -o x --format jsonl --csv-escape backslash",
        "--csv-escape cannot be used with --format jsonl: JSON Lines have no separators."
      ),
      (
        "prepare d --template t -o x --format tsv --delimiter ;",
        "--delimiter cannot be used with --format tsv: the cells of TSV are separated by tabs."
      ),
      (
        "export r -o a.csv --sort --join d.csv",
        "--sort cannot be used with --join: a join keeps the order of the dataset."
      ),
      (
        "export r -o a.csv --json-fields a,,b",
        "--json-fields: 'a,,b' is not valid: it must be different names, separated by commas."
      ),
    ])
  func `an invalid command line says what is wrong`(line: String, problem: String) {
    #expect(Typed.message(line)?.hasPrefix("error: \(problem)\n") == true)
  }
}
