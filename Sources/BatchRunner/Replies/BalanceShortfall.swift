/// Why the balance was not enough, as far as the server said.
package struct BalanceShortfall: Sendable, Equatable {
  package var message: String
  package var requiredCredits: Double?
  package var availableCredits: Double?

  package init(message: String, requiredCredits: Double? = nil, availableCredits: Double? = nil) {
    self.message = message
    self.requiredCredits = requiredCredits
    self.availableCredits = availableCredits
  }
}
