/// The known word that was probably meant.
package enum Nearest {
  /// `nil` where every one differs in more than two letters and more than a third of them.
  package static func word(to typed: String, among known: [String]) -> String? {
    let closest = known.map { (word: $0, distance: distance(typed, $0)) }
      .min { $0.distance < $1.distance }
    guard let closest, closest.distance <= max(2, closest.word.count / 3),
      closest.distance < closest.word.filter({ $0 != "-" }).count
    else { return nil }
    return closest.word
  }

  /// Letters to insert, delete, replace or swap with their neighbour.
  package static func distance(_ first: String, _ second: String) -> Int {
    let first = Array(first)
    let second = Array(second)
    var earlier: [Int] = []
    var row = Array(0...second.count)
    for (i, letter) in first.enumerated() {
      var next = [i + 1]
      for (j, other) in second.enumerated() {
        var best = min(row[j + 1] + 1, next[j] + 1, row[j] + (letter == other ? 0 : 1))
        if i > 0, j > 0, letter == second[j - 1], first[i - 1] == other {
          best = min(best, earlier[j - 1] + 1)
        }
        next.append(best)
      }
      earlier = row
      row = next
    }
    return row[second.count]
  }
}
