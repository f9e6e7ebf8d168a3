/// The forms in which an answer can carry `_balance_warning`.
package enum BalanceWarning: CaseIterable, Sendable {
  /// `true`, as the API's documentation says.
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
