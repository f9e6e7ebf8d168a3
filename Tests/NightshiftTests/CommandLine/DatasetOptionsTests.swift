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
