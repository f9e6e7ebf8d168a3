import Basics

extension EmptyBalance {
  /// The JSON body of the refusal. Only ``documented`` contains the two amounts.
  func body(required: Credits, available: Credits) -> [UInt8] {
    switch self {
    case .documented:
      var bytes = Array(
        #"{"error":{"message":"Insufficient credits","type":"insufficient_balance","#.utf8)
      bytes.append(text: #""code":"insufficient_balance","required_credits":"#)
      required.append(to: &bytes)
      bytes.append(text: #","available_credits":"#)
      available.append(to: &bytes)
      bytes.append(text: "}}")
      return bytes
    case .withoutNumbers, .errorInOK:
      return ErrorBody(
        "Insufficient credits", type: "insufficient_balance", code: "insufficient_balance"
      ).bytes
    case .insufficientQuota:
      return ErrorBody(
        "You exceeded your current quota, please check your plan and billing details.",
        type: "insufficient_quota", code: "insufficient_quota"
      ).bytes
    case .creditBalanceExhausted:
      return Self.quotaError("Your credit balance is exhausted.", "credit_balance_exhausted")
    case .organizationSpendLimit:
      return Self.quotaError(
        "Your organization reached its spend limit.", "organization_spend_limit_exceeded")
    case .projectSpendLimit:
      return Self.quotaError(
        "Your project reached its spend limit.", "project_spend_limit_exceeded")
    case .organizationUsageLimit:
      return Self.quotaError(
        "Your organization reached its usage limit.", "organization_usage_limit_exceeded")
    case .creditBalanceTooLow:
      return ErrorBody(
        "Your credit balance is too low to access the API.", type: "invalid_request_error",
        code: nil
      ).bytes
    }
  }

  /// One of OpenAI's 429 errors about a spent balance or limit.
  private static func quotaError(_ message: StaticString, _ code: StaticString) -> [UInt8] {
    ErrorBody(message, type: "insufficient_quota", code: code).bytes
  }
}
