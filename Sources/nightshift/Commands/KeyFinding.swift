import Basics
import BatchRunner

/// What the API's answer says about a key.
enum KeyFinding: Equatable {
  case works
  /// The key was recognised, but has no access to the list of models.
  case worksWithoutList
  /// The key was recognised, but is over its rate limit.
  case rateLimited
  /// The key was recognised, but the balance is not enough.
  case insufficientBalance
  case refused
  /// The API has no list of models, so nothing is known about the key.
  case noList
  /// Another status, or an answer that cannot be used; says which.
  case unclear(String)
  /// No answer came; says why.
  case unreachable(String)

  /// `list` is the answer to a request for the list of models.
  init(list: Result<Response, TransportError>) {
    switch list {
    case .failure(let error): self = .unreachable("\(Printable(error.message))")
    case .success(let response):
      switch response.status {
      case 200...299: self.init(listBody: response)
      case 401: self = .refused
      case 402: self = .insufficientBalance
      case 403: self = .worksWithoutList
      case 404, 405, 501: self = .noList
      case 429: self = .rateLimited
      case let status: self = .unclear("HTTP status \(status)")
      }
    }
  }

  /// Judges the body of an answer with a status of 2xx: some gateways put an error inside, and a
  /// network's login page also answers with 200.
  private init(listBody response: Response) {
    if response.refusesKey {
      self = .refused
    } else if response.holds("error", { _ in true }) {
      self = .unclear("HTTP status \(response.status) and an error inside")
    } else if ["data", "models"].contains(where: { response.holds($0, { $0 == .array }) }) {
      self = .works
    } else {
      self = .unclear("HTTP status \(response.status), but with no list of models")
    }
  }

  /// `reply` is the answer to one chat request.
  init(chat reply: Reply) {
    switch Diagnosis(on: reply, nil) {
    case .succeeded, .unexpected: self = .works
    case .insufficientBalance, .perhapsInsufficientBalance, .balanceReturns:
      self = .insufficientBalance
    case .keyRefused: self = .refused
    case .slowDown, .tooLarge: self = .rateLimited
    case .held, .dropped: self = .unreachable("the request was not sent")
    case .unanswered, .failed:
      switch reply.result {
      case .failure(let error): self = .unreachable("\(Printable(error.message))")
      // The server's message may repeat the key, so only the status is shown.
      case .success(let response) where response.refusesKey: self = .refused
      case .success(let response): self = .unclear("HTTP status \(response.status)")
      }
    }
  }

  /// Whether the API accepts the key; `nil` if that is not known.
  var isAccepted: Bool? {
    switch self {
    case .works, .worksWithoutList, .rateLimited, .insufficientBalance: true
    case .refused: false
    case .noList, .unclear, .unreachable: nil
    }
  }
}

extension Response {
  /// The body is the error for a key that is not accepted, whatever the status is.
  fileprivate var refusesKey: Bool {
    ["invalid_api_key", "missing_authorization"].contains(ResponseBody(body).error?.code)
  }

  /// The body is a JSON object with a member of this name whose kind fits. `null` never fits.
  fileprivate func holds(_ name: StaticString, _ fits: (JSONOutline.Kind) -> Bool) -> Bool {
    body.withUnsafeBytes { text in
      var outline = JSONOutline()
      guard (try? outline.read(text, depth: 1)) != nil, outline.nodes[0].kind == .object,
        let index = outline.member(name, in: text)
      else { return false }
      let kind = outline.nodes[index].kind
      return kind != .null && fits(kind)
    }
  }
}
