import Basics
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

  /// Gateways answer 200 with an error inside, and portals with a page of their own.
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

  /// The answer to one chat request.
  init(chat reply: Reply) {
    switch Diagnosis(on: reply, nil) {
    case .succeeded, .unexpected: self = .works
    case .insufficientBalance: self = .insufficientBalance
    case .keyRefused: self = .refused
    case .rateLimited: self = .rateLimited
    case .held, .dropped: self = .unreachable("the request was not sent")
    case .unanswered, .failed:
      switch reply.result {
      case .failure(let error): self = .unreachable("\(Printable(error.message))")
      // Whatever a server says about a request may repeat the key, so only the kind is told.
      case .success(let response) where response.refusesKey: self = .refused
      case .success(let response): self = .unclear("HTTP status \(response.status)")
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

extension Response {
  /// Its body is the error of a key that is not accepted, whatever the status says.
  fileprivate var refusesKey: Bool {
    ["invalid_api_key", "missing_authorization"].contains(ResponseBody(body).error?.code)
  }

  /// Its body is a JSON object with such a member; one that is `null` counts as none.
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
