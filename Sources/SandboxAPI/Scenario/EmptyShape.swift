/// The ways in which gateways of this kind say that the balance is empty.
package enum EmptyShape: String, CaseIterable, Sendable {
  /// 402 with `required_credits` and `available_credits`.
  case documented
  /// 402 without the numbers.
  case bare
  // 429, with this as the error's code.
  case insufficientQuota
  case creditBalanceExhausted
  case organizationSpendLimit
  case projectSpendLimit
  case organizationUsageLimit
  /// 400, "credit balance is too low".
  case balanceTooLow
  /// 200 whose body is the error.
  case errorInOK

  package var status: Int {
    switch self {
    case .documented, .bare: 402
    case .balanceTooLow: 400
    case .errorInOK: 200
    default: 429
    }
  }
}
