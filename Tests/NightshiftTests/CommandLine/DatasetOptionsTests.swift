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
    #expect(options.preparation.format == .tsv)
  }

  @Test func `the options of export`() throws {
    let typed = try Typed.invocation("export r.run -o a.TSV --json-fields a,b --raw --failures")
    guard case .export(let options) = typed else { preconditionFailure() }
    #expect(options.export.format == .tsv)
    #expect(options.export.fields == ["a", "b"])
    #expect(options.export.isRaw && options.export.includesFailures)
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
      ("export r -o -", "'nightshift export' needs --format csv|tsv|jsonl."),
      ("export r -o a.csv --id-column x", "--id-column can only be used with --join."),
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
