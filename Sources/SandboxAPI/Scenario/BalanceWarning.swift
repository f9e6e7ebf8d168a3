/// What `_balance_warning` holds.
package enum BalanceWarning: CaseIterable, Sendable {
  /// `true`, as documented.
  case flag
  case string
  /// An object with `message`.
  case object

  var json: StaticString {
    switch self {
    case .flag: "true"
    case .string: #""Your balance is low.""#
    case .object: #"{"message":"Your balance is low."}"#
    }
  }
}
