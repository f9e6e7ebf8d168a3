import Basics

/// A table of confusions as text: a row for each value of the first side, a column for each of the
/// second. Where it would be too wide, the most frequent confusions.
struct ConfusionText {
  private let confusion: Confusion
  private let name: String
  private let sides: DiffSides

  private static let widestTable = 80
  private static let mistakesListed = 10

  /// `name`: of the field; may be empty. `nil`: there is nothing to show.
  init?(_ confusion: Confusion, name: String, _ sides: DiffSides) {
    guard !confusion.isTooLarge, confusion.names.count > 1 else { return nil }
    self.confusion = confusion
    self.name = name
    self.sides = sides
  }

  var lines: [String] {
    let table = self.table
    let fits = table.allSatisfy { DisplayWidth.of($0) <= Self.widestTable }
    return fits ? [title] + table : mistakes
  }

  private var title: String {
    let field = name.isEmpty ? "" : "\(DiffLayout.cell(name)): "
    return "\(field)\(sides.first) in rows, \(sides.second) in columns"
  }

  private var table: [String] {
    let inRows = confusion.order.filter { confusion.total(first: $0) > 0 }
    let inColumns = confusion.order.filter { confusion.total(second: $0) > 0 }
    func name(_ value: Int) -> String { DiffLayout.cell(confusion.names[value]) }
    var rows = [[""] + inColumns.map(name) + (sides.isKnown ? ["recall"] : [])]
    for first in inRows {
      let counts = inColumns.map { Figure.count(confusion.count(first, $0)) }
      rows.append([name(first)] + counts + (sides.isKnown ? [recall(first)] : []))
    }
    if sides.isKnown { rows.append(["precision"] + inColumns.map(precision) + [""]) }
    return DiffLayout.rows(rows, isRight: [false] + rows[0].dropFirst().map { _ in true })
  }

  private func recall(_ value: Int) -> String {
    DiffLayout.percent(confusion.count(value, value), of: confusion.total(first: value))
  }

  private func precision(_ value: Int) -> String {
    DiffLayout.percent(confusion.count(value, value), of: confusion.total(second: value))
  }

  private var mistakes: [String] {
    let mistakes = confusion.mistakes
    guard !mistakes.isEmpty else { return [] }
    let field = name.isEmpty ? "" : "\(DiffLayout.cell(name)): "
    let rows = mistakes.prefix(Self.mistakesListed).map { pair, count in
      let (first, second) = (confusion.names[pair.first], confusion.names[pair.second])
      return ["  \(DiffLayout.cell(first)) → \(DiffLayout.cell(second))", Figure.count(count)]
    }
    return ["\(field)the most frequent confusions, \(sides.first) → \(sides.second)"]
      + DiffLayout.rows(Array(rows), isRight: [false, true])
  }
}
