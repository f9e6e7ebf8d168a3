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
    if unpriced > 0 { parts.append(Figure.count(unpriced, "unpriced answer")) }
    return parts.isEmpty ? nil : parts.joined(separator: " + ")
  }

  /// What may have been spent in addition, such as `perhaps $0.02 more`. `nil`: nothing, or it has
  /// no price.
  package var perhapsWords: String? {
    perhaps > .zero ? "perhaps \(Figure.dollars(perhaps)) more" : nil
  }
}
