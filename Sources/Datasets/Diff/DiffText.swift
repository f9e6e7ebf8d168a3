import Basics

/// A comparison as text for people.
package struct DiffText: CustomStringConvertible {
  private let tally: DiffTally
  private let sides: DiffSides

  package init(_ tally: DiffTally, _ sides: DiffSides) {
    self.tally = tally
    self.sides = sides
  }

  /// Whole lines.
  package var description: String {
    let sections =
      [sides.heading, counts, parts]
      + tally.parts.compactMap { ConfusionText($0.confusion, name: $0.name, sides)?.lines }
      + [examples, remarks]
    return sections.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") + "\n" }
      .joined(separator: "\n")
  }

  // MARK: Counts

  private var counts: [String] {
    let (same, different) = sides.isKnown ? ("right", "wrong") : ("same", "different")
    let rows = [
      (same, tally.same, share(tally.same)), (different, tally.different, share(tally.different)),
    ]
    let width = rows.map { DisplayWidth.of($0.2) }.max() ?? 0
    let shares = rows.map { row in
      (row.0, row.1, String(repeating: " ", count: width - DisplayWidth.of(row.2)) + row.2)
    }
    return DiffLayout.rows(
      (shares + gaps).map { [$0.0, Figure.count($0.1), $0.2] }, isRight: [false, true, false])
  }

  private func share(_ count: Int) -> String {
    tally.compared > 0 ? DiffLayout.percent(count, of: tally.compared) : ""
  }

  /// What could not be compared, without zeros.
  private var gaps: [(String, Int, String)] {
    func count(_ gap: DiffTally.Gap) -> Int { tally.gaps[gap] ?? 0 }
    func row(
      _ name: String, failed: DiffTally.Gap, absent: DiffTally.Gap, _ words: String
    ) -> (String, Int, String) {
      let parts = [(count(failed), "failed"), (count(absent), words)].filter { $0.0 > 0 }
      let why = parts.map { "\(Figure.count($0.0)) \($0.1)" }.joined(separator: ", ")
      return (name, count(failed) + count(absent), why)
    }
    let rows =
      sides.isKnown
      ? [row("no answer", failed: .failedInSecond, absent: .absentInSecond, "not run")]
      : [
        row("only first", failed: .failedInSecond, absent: .absentInSecond, "not in the second"),
        row("only second", failed: .failedInFirst, absent: .absentInFirst, "not in the first"),
      ]
    return
      (rows + [
        ("neither", count(.neither), "without an answer in both"),
        ("not known", count(.unknown), "the column is empty"),
      ]).filter { $0.1 > 0 }
  }

  /// The counts of each field, where several are compared.
  private var parts: [String] {
    guard tally.parts.count > 1 else { return [] }
    let rows = tally.parts.map {
      [
        DiffLayout.cell($0.name), Figure.count($0.same), Figure.count($0.different),
        share($0.same),
      ]
    }
    return DiffLayout.rows(
      [["field", "same", "different", ""]] + rows, isRight: [false, true, true, true])
  }

  // MARK: Examples

  private var examples: [String] {
    guard !tally.examples.isEmpty else { return [] }
    let count = tally.examples.count
    let title =
      count < tally.different
      ? "the first \(count) of \(Figure.count(tally.different)) that differ" : "what differs"
    return ["\(title), \(sides.first) → \(sides.second):"] + tally.examples.flatMap(lines)
  }

  private func lines(_ example: DiffTally.Example) -> [String] {
    example.values.map { part, first, second in
      let name = tally.parts[part].name
      let field = name.isEmpty ? "" : " \(DiffLayout.cell(name)):"
      return "  \(Printable(example.id))\(field) \(DiffLayout.cell(first)) → "
        + DiffLayout.cell(second)
    }
  }

  private var remarks: [String] {
    let (first, second) = tally.withoutObject
    let counted = [
      (tally.otherRequests, "jobs with another request in the second run"),
      (first, "answers of the first run without one JSON object"),
      (second, "answers\(sides.isKnown ? "" : " of the second run") without one JSON object"),
      (tally.strays, "answers that belong to no row"),
      (tally.damaged, "damaged lines that were skipped"),
    ]
    return counted.filter { $0.0 > 0 }.map { "\($0.1): \(Figure.count($0.0))" }
  }
}
