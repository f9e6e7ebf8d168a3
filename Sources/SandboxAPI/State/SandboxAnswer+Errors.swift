import BatchRunner

// MARK: - Bodies that are errors

extension SandboxAnswer {
  /// `members` are further members of the error, each with a comma in front.
  static func error(
    _ status: Int, _ message: String, type: StaticString, code: StaticString,
    members: [UInt8] = []
  ) -> SandboxAnswer {
    var bytes = [UInt8]("{\"error\":{\"message\":")
    JSONString.append(message, to: &bytes)
    bytes.append(",\"type\":\"")
    bytes.append(type)
    bytes.append("\",\"code\":\"")
    bytes.append(code)
    bytes.append("\"")
    bytes += members
    bytes.append("}}")
    return SandboxAnswer(status, bytes)
  }

  static func tooMany(retryAfterSeconds: Int) -> SandboxAnswer {
    var answer = error(
      429, "Rate limit exceeded", type: "rate_limit_error", code: "rate_limit_exceeded")
    answer.retryAfterSeconds = retryAfterSeconds
    return answer
  }

  static func badQuery(_ message: String) -> SandboxAnswer {
    error(400, message, type: "invalid_request_error", code: "invalid_query")
  }

  /// The answer to a fault that keeps a request from being carried out; `nil` for the others.
  init?(uncharged fault: Fault) {
    switch fault {
    case .serverError:
      self = .error(500, "Internal server error", type: "server_error", code: "internal_error")
    case .unavailable:
      self = .error(
        503, "The upstream provider is down", type: "server_error", code: "upstream_unavailable")
    case .html502:
      self.init(
        502, [UInt8]("<html><head><title>502 Bad Gateway</title></head><body></body></html>\n"))
      content = .html
    case .errorInOK:
      self = .error(200, "The model is overloaded", type: "server_error", code: "overloaded")
    default: return nil
    }
    holdsPlace = true
  }

  static func empty(_ shape: EmptyShape, required: Double, available: Double) -> SandboxAnswer {
    switch shape {
    case .documented:
      var members: [UInt8] = []
      members.append(",\"required_credits\":")
      members.append(decimal: required)
      members.append(",\"available_credits\":")
      members.append(decimal: available)
      return noCredits(402, members: members)
    case .bare: return noCredits(402)
    case .errorInOK: return noCredits(200)
    case .insufficientQuota: return quota("insufficient_quota")
    case .creditBalanceExhausted: return quota("credit_balance_exhausted")
    case .organizationSpendLimit: return quota("organization_spend_limit_exceeded")
    case .projectSpendLimit: return quota("project_spend_limit_exceeded")
    case .organizationUsageLimit: return quota("organization_usage_limit_exceeded")
    case .balanceTooLow:
      return error(
        400, "Your credit balance is too low to access the API.", type: "invalid_request_error",
        code: "invalid_request_error")
    }
  }

  private static func noCredits(_ status: Int, members: [UInt8] = []) -> SandboxAnswer {
    error(
      status, "Insufficient credits", type: "insufficient_balance", code: "insufficient_balance",
      members: members)
  }

  private static func quota(_ code: StaticString) -> SandboxAnswer {
    error(
      429, "You exceeded your current quota, please check your plan and billing details.",
      type: "insufficient_quota", code: code)
  }
}
