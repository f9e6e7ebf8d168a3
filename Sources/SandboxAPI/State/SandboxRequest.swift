/// One request as it came over the wire.
package struct SandboxRequest: Sendable, Equatable {
  package enum Method: Sendable {
    case get, post, other
  }

  package var method: Method
  package var route: Route
  /// The value of the `Authorization` header, as it came.
  package var authorization: [UInt8]?
  package var body: [UInt8]

  package init(
    method: Method, route: Route, authorization: [UInt8]? = nil, body: [UInt8] = []
  ) {
    self.method = method
    self.route = route
    self.authorization = authorization
    self.body = body
  }

  package static func chat(_ body: String, key: String? = nil) -> SandboxRequest {
    SandboxRequest(
      method: .post, route: .chat, authorization: key.map { Array("Bearer \($0)".utf8) },
      body: Array(body.utf8))
  }
}
