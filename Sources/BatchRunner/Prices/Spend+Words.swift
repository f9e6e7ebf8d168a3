import Basics

extension Spend {
  /// What was spent, such as `$8.85 (177.00 credits) + 2 unpriced answers`. `nil`: nothing is known
  /// to have been billed. `creditsPerUSD`: `nil` leaves the credits out.
  package func words(creditsPerUSD: Double? = nil) -> String? {
    var parts: [String] = []
    if known > .zero {
      let credits = creditsPerUSD.map { " (\(Figure.credits(known.dollars * $0)) credits)" }
      parts.append(Figure.dollars(known) + (credits ?? ""))
    }
    if let unknownWords { parts.append(unknownWords) }
    if unpriced > 0 { parts.append(Figure.count(unpriced, "unpriced answer")) }
    return parts.isEmpty ? nil : parts.joined(separator: " + ")
  }

  /// `3 answers of unknown cost (at most $0.12)`; `nil`: there are none.
  package var unknownWords: String? {
    guard unknown > 0 else { return nil }
    return "\(Figure.count(unknown, "answer")) of unknown cost "
      + "(at most \(Figure.dollars(unknownCeiling)))"
  }

  /// What may have been spent in addition, such as `perhaps $0.02 more`. `nil`: nothing, or it has
  /// no price.
  package var perhapsWords: String? {
    perhaps > .zero ? "perhaps \(Figure.dollars(perhaps)) more" : nil
  }

  /// That answers report other costs than the price list gives; `nil`: none does.
  package var differenceWords: String? {
    guard differences.answers > 0 else { return nil }
    return "for \(Figure.count(differences.answers, "answer")) the API reports "
      + "\(Figure.dollars(differences.reported)) where the price list gives "
      + "\(Figure.dollars(differences.listed)): reported costs are used"
  }
}
