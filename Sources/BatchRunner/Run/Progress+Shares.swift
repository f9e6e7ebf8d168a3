import Basics

extension Progress {
  /// Jobs of the job files that have neither a result nor a final failure.
  package var left: Int { max(0, jobs - succeeded - failed) }

  /// Jobs that this run has still to end; less than ``left`` where a limit was set.
  package var leftNow: Int { max(0, toDoAtStart - endedNow) }

  /// The balance is known, or said, to be nearly empty.
  package var isBalanceLow: Bool {
    balanceWarnings > 0 || creditsLeft.map { $0 < 10 } ?? false
  }

  /// `14 (429: 9, timeout: 3, 503: 2)`: the most frequent reasons first, the rest added up.
  package static func tally(_ reasons: [String: Int], top: Int = 3) -> String {
    let ranked = reasons.filter { $0.value > 0 }
      .sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    let total = Figure.count(ranked.reduce(0) { $0 + $1.value })
    var parts = ranked.prefix(top).map { "\(Printable($0.key)): \(Figure.count($0.value))" }
    let others = ranked.dropFirst(top).reduce(0) { $0 + $1.value }
    if others > 0 { parts.append("others: \(Figure.count(others))") }
    return parts.isEmpty ? total : "\(total) (\(parts.joined(separator: ", ")))"
  }
}
