import Basics

extension RunProgress {
  /// Jobs of the job files that have neither a result nor a final failure.
  package var left: Int { max(0, jobs - succeeded - failed) }

  /// Jobs that this run still has to finish; fewer than ``left`` if `--limit` was given.
  package var leftNow: Int { max(0, toDoAtStart - endedNow) }

  /// The server warned about the balance, or fewer than 10 credits are left.
  package var isBalanceLow: Bool {
    balanceWarnings > 0 || creditsLeft.map { $0 < 10 } ?? false
  }

  /// A total with its reasons, such as `14 (429: 9, timeout: 3, 503: 2)`: the `top` most frequent
  /// reasons, and the sum of the others.
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
