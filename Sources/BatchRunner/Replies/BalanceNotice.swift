/// What a response says about the account's credits.
package struct BalanceNotice: Sendable, Equatable {
  /// The credits left; `nil`: the response warns without a number.
  package var creditsLeft: Double?
  /// The server's own words, not made printable yet; `nil`: it gave none.
  package var message: String?
  /// The server warns that the balance is low. `false`: it only reported the credits.
  package var isWarning: Bool

  package init(creditsLeft: Double? = nil, message: String? = nil, isWarning: Bool) {
    self.creditsLeft = creditsLeft
    self.message = message
    self.isWarning = isWarning
  }
}
