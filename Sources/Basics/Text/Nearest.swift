/// Suggests the known word that the user probably meant.
package enum Nearest {
  /// The known word closest to `typed`; `nil` if none is close.
  ///
  /// A word is close if its ``distance(_:_:)`` is at most 2 or a third of its length, and smaller
  /// than its number of letters (without hyphens).
  package static func word(to typed: String, among known: [String]) -> String? {
    let closest = known.map { (word: $0, distance: distance(typed, $0)) }
      .min { $0.distance < $1.distance }
    guard let closest, closest.distance <= max(2, closest.word.count / 3),
      closest.distance < closest.word.filter({ $0 != "-" }).count
    else { return nil }
    return closest.word
  }

  /// The number of letters to insert, delete, replace or swap with their neighbour (the optimal
  /// string alignment distance).
  package static func distance(_ first: String, _ second: String) -> Int {
    let first = Array(first)
    let second = Array(second)
    // `row[j]` is the distance between the letters of `first` read so far and the first `j` letters
    // of `second`. A swap needs the row before as well.
    var rowBefore: [Int] = []
    var row = Array(0...second.count)
    for (i, letter) in first.enumerated() {
      var next = [i + 1]
      for (j, other) in second.enumerated() {
        var best = min(row[j + 1] + 1, next[j] + 1, row[j] + (letter == other ? 0 : 1))
        if i > 0, j > 0, letter == second[j - 1], first[i - 1] == other {
          best = min(best, rowBefore[j - 1] + 1)
        }
        next.append(best)
      }
      rowBefore = row
      row = next
    }
    return row[second.count]
  }
}
