/// What an answer says of the credits that are left.
package struct BalanceNotice: Sendable, Equatable {
  /// `nil`: it warned without a number.
  package var creditsLeft: Double?
  /// The server's own words, not yet made printable.
  package var message: String?
  package var isWarning: Bool

  package init(creditsLeft: Double? = nil, message: String? = nil, isWarning: Bool) {
    self.creditsLeft = creditsLeft
    self.message = message
    self.isWarning = isWarning
  }
}
