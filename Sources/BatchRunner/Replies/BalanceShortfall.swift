/// What the server said when it refused a request because the balance is not enough.
package struct BalanceShortfall: Sendable, Equatable {
  /// The server's own words, not made printable yet.
  package var message: String
  /// The credits that the request needs; `nil`: the server gave no number.
  package var requiredCredits: Double?
  /// The credits left; `nil`: the server gave no number.
  package var availableCredits: Double?

  package init(message: String, requiredCredits: Double? = nil, availableCredits: Double? = nil) {
    self.message = message
    self.requiredCredits = requiredCredits
    self.availableCredits = availableCredits
  }
}
