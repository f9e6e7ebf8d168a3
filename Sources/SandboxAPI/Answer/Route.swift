/// What a request's path asks for.
enum Route {
  case chat, models, balance
  case stats, setBalance, setKey
  case unknown

  init(_ path: UnsafeRawBufferPointer) {
    if path.equals("/v1/chat/completions") {
      self = .chat
    } else if path.equals("/v1/models") {
      self = .models
    } else if path.equals("/api/me/balance") {
      self = .balance
    } else if path.equals("/sandbox/stats") {
      self = .stats
    } else if path.equals("/sandbox/balance") {
      self = .setBalance
    } else if path.equals("/sandbox/key") {
      self = .setKey
    } else {
      self = .unknown
    }
  }

  /// The only method that the route accepts.
  var method: SandboxRequest.Method {
    switch self {
    case .chat, .setBalance, .setKey: .post
    case .models, .balance, .stats, .unknown: .get
    }
  }

  /// A route that controls or observes the sandbox. It is not part of the simulated API, so it also
  /// works during an outage.
  var isControl: Bool {
    switch self {
    case .stats, .setBalance, .setKey: true
    case .chat, .models, .balance, .unknown: false
    }
  }
}
