// MARK: - The key, and what is not a chat

extension SandboxState {
  /// `nil`: the key is in order.
  func refusal(of authorization: [UInt8]?) -> SandboxAnswer? {
    guard let acceptedKey else { return nil }
    guard let authorization, !authorization.isEmpty else {
      return .error(
        401, "Missing Authorization header", type: "invalid_request_error",
        code: "missing_authorization")
    }
    guard authorization.elementsEqual("Bearer \(acceptedKey)".utf8) else {
      return .error(
        401, "Invalid API key", type: "invalid_request_error", code: "invalid_api_key")
    }
    return nil
  }

  mutating func receiveOther(_ request: SandboxRequest, wall: Int) -> SandboxAnswer {
    switch request.route {
    case .chat, .unknown: preconditionFailure("\(request.route) was answered elsewhere")
    case .models: return refusal(of: request.authorization) ?? SandboxAnswer(200, Self.models)
    case .balance: return refusal(of: request.authorization) ?? balance
    case .stats: return SandboxAnswer(200, stats.json)
    case .setBalance(let credits?):
      self.credits = credits
      return balance
    case .setBalance(nil): return .badQuery("Say ?credits=NUMBER")
    case .setKey(let key?):
      acceptedKey = key
      return SandboxAnswer(200, [UInt8]("{}"))
    case .setKey(nil): return .badQuery("Say ?accept=KEY")
    }
  }

  /// Dollars at 10,000 credits each; without either where the balance is endless.
  private var balance: SandboxAnswer {
    guard let credits else { return SandboxAnswer(200, [UInt8]("{}")) }
    var bytes = [UInt8]("{\"balance\":")
    bytes.append(decimal: credits / 10_000)
    bytes.append(",\"credits\":")
    bytes.append(decimal: credits)
    bytes.append("}")
    return SandboxAnswer(200, bytes)
  }

  private static let models = [UInt8](
    """
    {"object":"list","data":[\
    {"id":"sandbox/small","object":"model","created":1700000000,"owned_by":"sandbox"},\
    {"id":"sandbox/large","object":"model","created":1700000000,"owned_by":"sandbox"}]}
    """)
}
