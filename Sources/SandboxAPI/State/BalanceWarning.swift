/// The members that an answer has when the balance is low.
struct BalanceWarning {
  private let remaining: Double
  private let shape: WarningShape

  /// `nil` while there is enough.
  init?(remaining: Double?, shape: WarningShape) {
    guard let remaining, remaining < Scenario.lowBalance else { return nil }
    self.remaining = remaining
    self.shape = shape
  }

  /// With a comma in front.
  var members: [UInt8] {
    var bytes = [UInt8](",\"_balance_warning\":")
    switch shape {
    case .flag: bytes.append("true")
    case .text: bytes.append("\"Your balance is low\"")
    case .object: bytes.append("{\"message\":\"Your balance is low\"}")
    }
    bytes.append(",\"_remaining_credits\":")
    bytes.append(decimal: remaining)
    return bytes
  }
}
