import Datasets
import Reports
import Testing

@testable import nightshift

@Suite struct AnswerOptionsTests {
  private static func show(_ line: String) throws -> ShowOptions {
    guard case .show(let options) = try Typed.invocation("show \(line)") else {
      preconditionFailure("not a show: \(line)")
    }
    return options
  }

  private static func diff(_ line: String) throws -> DiffOptions {
    guard case .diff(let options) = try Typed.invocation("diff \(line)") else {
      preconditionFailure("not a diff: \(line)")
    }
    return options
  }

  @Test func `show takes ids, lines, kinds and a sample`() throws {
    let all = try Self.show("r")
    #expect(all.run == "r" && all.selection == JobSelection() && all.output == .text)
    var selection = JobSelection()
    selection.ids = ["a", "b"]
    selection.lines = [3...3, 5...9]
    selection.kinds = [.failed, .truncated, .filtered, .empty, .unusable]
    selection.sample = 4
    let options = try Self.show(
      "r a b --line 3 --line 5-9 --failed --truncated --filtered --empty --unusable --sample 4 --ids"
    )
    #expect(options.selection == selection && options.output == .ids)
    #expect(try Self.show("r --json").output == .json)
  }

  @Test(arguments: ["0", "x", "5-3", "1-2-3", "-1", "1-", "99999999999999999999", "1.5"])
  func `a line is a number or two`(text: String) {
    #expect(
      Typed.message("show r --line=\(text)")
        == "error: --line: '\(text)' is not valid: it must be the number of a line, or two such as "
        + "17-20.\n")
  }

  @Test(
    arguments: [
      ("a,a", "different labels separated by commas, but 'a' and 'a' count as the same"),
      ("Yes,yes", "different labels separated by commas, but 'Yes' and 'yes' count as the same"),
      ("a,,b", "labels separated by commas, none of them empty"),
      (",", "labels separated by commas, none of them empty"),
      ("a,**", "labels separated by commas, none of them empty"),
    ])
  func `labels that cannot be told apart are usage errors`(typed: String, expected: String) {
    #expect(
      Typed.message("run a.jsonl --expect-label \(typed)")
        == "error: --expect-label: '\(typed)' is not valid: it must be \(expected).\n")
  }

  @Test func `diff takes two runs, or one and known answers`() throws {
    var two = DiffOptions()
    (two.first, two.second, two.fields) = ("a", "b", ["x", "y"])
    #expect(try Self.diff("a b --json-fields x,y") == two)
    var known = DiffOptions()
    known.first = "a"
    known.known = DiffOptions.Known(
      join: Export.Options.Join(dataset: "d.csv", idColumn: "id"), column: "c")
    known.table = DiffOptions.Table(path: "o.jsonl", format: .jsonl, replaces: true)
    #expect(
      try Self.diff("a --against d.csv --column c --id-column id -o o.jsonl --force") == known)
    let table = DiffOptions.Table(path: "-", format: .csv, isRaw: true)
    #expect(try Self.diff("a b --format csv --raw").table == table)
  }
}
