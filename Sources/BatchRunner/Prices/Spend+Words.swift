import Basics

extension Spend {
  /// `nil`: nothing was billed yet, but perhaps.
  package func words(creditsPerUSD: Double? = nil) -> String? {
    var parts: [String] = []
    if known > .zero {
      let credits = creditsPerUSD.map { " (\(Figure.credits(known.dollars * $0)) credits)" }
      parts.append(Figure.dollars(known) + (credits ?? ""))
    }
    if unpriced > 0 { parts.append(Figure.count(unpriced, "unpriced answer")) }
    return parts.isEmpty ? nil : parts.joined(separator: " + ")
  }

  /// `perhaps $0.02 more`; `nil`: there is nothing of the kind, or no price for it.
  package var perhapsWords: String? {
    perhaps > .zero ? "perhaps \(Figure.dollars(perhaps)) more" : nil
  }
}
