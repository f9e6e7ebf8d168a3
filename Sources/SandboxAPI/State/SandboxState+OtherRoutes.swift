import Basics

extension SandboxState {
  /// Answers every route except chat.
  mutating func answerOther(_ route: Route, _ request: SandboxRequest) -> SandboxAnswer {
    switch route {
    case .models: keyRefusal(of: request) ?? SandboxAnswer(status: 200, body: modelList)
    case .balance: keyRefusal(of: request) ?? SandboxAnswer(status: 200, body: balance)
    case .stats: SandboxAnswer(status: 200, body: stats.json)
    case .setBalance: setBalance(request)
    case .setKey: setKey(request)
    case .chat, .unknown: preconditionFailure("\(route) is answered elsewhere")
    }
  }

  /// The body of the models route, in OpenAI's format.
  private var modelList: [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(text: #"{"object":"list","data":["#)
    for (index, model) in scenario.models.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      bytes.append(text: #"{"id":"#)
      JSONString.append(model, to: &bytes)
      bytes.append(text: #","object":"model","created":1700000000,"owned_by":"sandbox"}"#)
    }
    bytes.append(text: "]}")
    return bytes
  }

  /// The body of the balance route: `{}` if the balance is unlimited.
  private var balance: [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(UInt8(ascii: "{"))
    if let credits {
      if let rate = scenario.dollarsPerCredit {
        bytes.append(text: #""balance":"#)
        Credits(credits.amount * rate).append(to: &bytes)
        bytes.append(UInt8(ascii: ","))
      }
      bytes.append(text: #""credits":"#)
      credits.append(to: &bytes)
    }
    bytes.append(UInt8(ascii: "}"))
    return bytes
  }

  /// `POST /sandbox/balance?credits=20`
  private mutating func setBalance(_ request: SandboxRequest) -> SandboxAnswer {
    guard let text = request.query("credits"), let amount = Double(text), abs(amount) < 1e12 else {
      return SandboxAnswer(status: 400, .badParameter)
    }
    setCredits(amount)
    return SandboxAnswer(status: 200, body: balance)
  }

  /// `POST /sandbox/key?revoke=KEY` or `?accept=KEY`
  private mutating func setKey(_ request: SandboxRequest) -> SandboxAnswer {
    if let key = request.query("revoke"), !key.isEmpty {
      keys.revoke(key)
    } else if let key = request.query("accept"), !key.isEmpty {
      keys.accept(key)
    } else {
      return SandboxAnswer(status: 400, .badParameter)
    }
    return SandboxAnswer(status: 200, body: Array("{}".utf8))
  }
}
