package import Basics

extension DiffTally {
  /// The comparison as one JSON object. The README lists its members.
  package func json(_ sides: DiffSides) -> JSONLine {
    var line = JSONLine()
    switch sides {
    case .runs(let first, let second):
      line.member("first", first)
      line.member("second", second)
    case .known(let run, let dataset, let column):
      line.member("run", run)
      line.member("against", dataset)
      line.member("column", column)
    }
    line.member("compared", part.word)
    line.member("same", same)
    line.member("different", different)
    line.member("share_same", compared > 0 ? Double(same) / Double(compared) : nil)
    addGaps(to: &line, sides)
    line.member("parts", parts.map { $0.json(sides) })
    return line
  }

  private func addGaps(to line: inout JSONLine, _ sides: DiffSides) {
    func count(_ gap: Gap) -> Int { gaps[gap] ?? 0 }
    if sides.isKnown {
      line.member("failed", count(.failedInSecond))
      line.member("not_run", count(.absentInSecond))
      line.member("not_known", count(.unknown))
      line.member("without_row", strays)
    } else {
      line.member("failed_in_first", count(.failedInFirst))
      line.member("not_in_first", count(.absentInFirst))
      line.member("failed_in_second", count(.failedInSecond))
      line.member("not_in_second", count(.absentInSecond))
      line.member("neither", count(.neither))
      line.member("other_requests", otherRequests)
    }
  }
}

extension DiffTally.Part {
  fileprivate func json(_ sides: DiffSides) -> JSONLine {
    var line = JSONLine()
    if !name.isEmpty { line.member("field", name) }
    line.member("same", same)
    line.member("different", different)
    guard !confusion.isTooLarge else { return line }
    let order = confusion.order
    let pairs = order.flatMap { first in order.map { (first, $0) } }
    line.member(
      "pairs",
      pairs.filter { confusion.count($0.0, $0.1) > 0 }.map { first, second in
        var pair = JSONLine()
        pair.member(sides.first, confusion.names[first])
        pair.member(sides.second, confusion.names[second])
        pair.member("count", confusion.count(first, second))
        return pair
      })
    if sides.isKnown { line.member("values", order.map(value)) }
    return line
  }

  /// How well one value was told.
  private func value(_ index: Int) -> JSONLine {
    let (known, answered) = (confusion.total(first: index), confusion.total(second: index))
    let right = confusion.count(index, index)
    var line = JSONLine()
    line.member("value", confusion.names[index])
    line.member("known", known)
    line.member("answered", answered)
    line.member("right", right)
    line.member("precision", answered > 0 ? Double(right) / Double(answered) : nil)
    line.member("recall", known > 0 ? Double(right) / Double(known) : nil)
    return line
  }
}
