extension Failure {
  /// The failure without what belongs to one job: digits, ids and quoted parts. Two jobs that met the
  /// same error have the same words.
  package var words: String {
    var words = label
    var isQuoted = false
    for part in Wording.parts(of: message.lowercased()) {
      if let quote = part.first, Self.quotes.contains(quote), part.count == 1 {
        isQuoted.toggle()
      } else if !isQuoted, let word = Self.withoutIDs(part) {
        words += " " + word
      }
    }
    return words
  }

  private static let quotes: Set<Character> = ["\"", "`", "\u{201C}", "\u{201D}"]

  /// The word without digits; `nil`: it is an id, or nothing is left. Ids are long words with digits
  /// (`req_011cshoeeqs5c35k2uuq`, a UUID) and runs of hexadecimal digits.
  private static func withoutIDs(_ word: Substring) -> String? {
    let hasDigits = word.contains(where: \.isNumber)
    if hasDigits, word.count >= 14 { return nil }
    if word.count >= 8, word.allSatisfy(\.isHexDigit) { return nil }
    let letters = word.filter { $0.isLetter }
    return letters.isEmpty ? nil : letters
  }
}
