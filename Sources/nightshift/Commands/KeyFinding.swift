import BatchRunner

/// What the API's answer says about a key.
enum KeyFinding: Equatable {
  case works
  /// It was recognised, and may not see the list of models.
  case worksWithoutList
  /// Recognised, and over its rate limit.
  case rateLimited
  /// Recognised, and its balance is empty.
  case insufficientBalance
  case refused
  /// Nothing at the address of the list, so nothing is known.
  case noList
  /// Some other status, or no usable answer; in words.
  case unclear(String)
  /// No answer came; in words.
  case unreachable(String)

  /// `list`: the answer to asking for the list of models.
  init(list: Result<Response, TransportError>) {
    switch list {
    case .failure(let error): self = .unreachable("\(Printable(error.message))")
    case .success(let response):
      switch response.status {
      case 200...299: self = .works
      case 401: self = .refused
      case 402: self = .insufficientBalance
      case 403: self = .worksWithoutList
      case 404, 405, 501: self = .noList
      case 429: self = .rateLimited
      case let status: self = .unclear("HTTP status \(status)")
      }
    }
  }

  /// The answer to one chat request.
  init(chat reply: Reply) {
    switch Verdict(on: reply, nil) {
    case .succeeded: self = .works
    case .insufficientBalance: self = .insufficientBalance
    case .keyRefused: self = .refused
    case .rateLimited: self = .rateLimited
    case .held, .dropped: self = .unreachable("the request was not sent")
    case .unanswered, .failed:
      switch reply.result {
      case .failure(let error): self = .unreachable("\(Printable(error.message))")
      // Whatever a server says about a request may repeat the key, so only the kind is told.
      case .success(let response):
        self = .unclear("HTTP status \(response.status)")
      }
    }
  }

  /// Whether the key is known to be accepted; `nil`: not known.
  var isAccepted: Bool? {
    switch self {
    case .works, .worksWithoutList, .rateLimited, .insufficientBalance: true
    case .refused: false
    case .noList, .unclear, .unreachable: nil
    }
  }
}
