/// What the server said when it refused a request because the balance is not enough.
package struct BalanceShortfall: Sendable, Equatable {
  /// The server's own words, not made printable yet.
  package var message: String
  /// The credits that the request needs; `nil`: the server gave no number.
  package var requiredCredits: Double?
  /// The credits left; `nil`: the server gave no number.
  package var availableCredits: Double?
  /// The balance is too small for this request's `max_tokens`; a smaller request may pass.
  package var isForOneRequest = false

  package init(message: String, requiredCredits: Double? = nil, availableCredits: Double? = nil) {
    self.message = message
    self.requiredCredits = requiredCredits
    self.availableCredits = availableCredits
  }

  /// Message and numbers as part of a sentence; not made printable yet.
  package var words: String {
    message + (requiredCredits.map { ", \($0) credits needed" } ?? "")
      + (availableCredits.map { ", \($0) available" } ?? "")
      + (isForOneRequest ? " (it is the max_tokens of this job that is too dear)" : "")
  }
}
