import BatchRunner
import Foundation

/// What an answer says about the key that it was asked with.
enum KeyVerdict: Equatable {
  case works
  /// The key was taken, but there is no balance.
  case worksWithoutBalance
  case refused
  /// The key was recognised or not: either way it has no access here.
  case noAccess
  /// There is no list of models to ask for.
  case noList
  case unclear(String)
  case unreachable(String)

  /// - Parameter proof: a member that only a right answer has.
  init(on result: Result<Response, TransportError>, proof: [String]) {
    switch result {
    case .failure(let error): self = .unreachable(error.message)
    case .success(let response): self.init(on: response, proof: proof)
    }
  }

  private init(on response: Response, proof: [String]) {
    switch response.status {
    case 401: self = .refused
    case 402: self = .worksWithoutBalance
    case 403: self = .noAccess
    case 404, 405: self = .noList
    case 200: self.init(judging: Data(response.body), proof: proof)
    default: self = .unclear("with status \(response.status)")
    }
  }

  /// Gateways answer 200 with an error inside, and portals with a page of their own.
  private init(judging body: Data, proof: [String]) {
    let members = (try? JSONSerialization.jsonObject(with: body)) as? [String: Any]
    let code = (members?["error"] as? [String: Any])?["code"] as? String
    if code == "invalid_api_key" || code == "missing_authorization" {
      self = .refused
    } else if members?["error"] is [String: Any] {
      self = .unclear("with status 200 and an error inside")
    } else if proof.contains(where: { members?[$0] is [Any] }) {
      self = .works
    } else {
      self = .unclear("with status 200, but not as this API does")
    }
  }
}
