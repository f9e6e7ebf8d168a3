/// What `_balance_warning` holds when the balance is low.
package enum WarningShape: String, CaseIterable, Sendable {
  case flag, text, object
}
