/// One HTTP request as pointers into a buffer that is valid only during the call.
///
/// Pointers avoid copies: the socket server passes parts of its read buffer.
package struct SandboxRequest {
  package enum Method: Sendable {
    case get, post, other
  }

  package var method: Method
  /// The path and the query.
  package var target: UnsafeRawBufferPointer
  /// The header's whole value, such as `Bearer sk-…`. Here and in the next two, `nil` means that
  /// the header was not sent.
  package var authorization: UnsafeRawBufferPointer?
  package var contentType: UnsafeRawBufferPointer?
  package var idempotencyKey: UnsafeRawBufferPointer?
  package var body: UnsafeRawBufferPointer

  package init(
    method: Method, target: UnsafeRawBufferPointer, authorization: UnsafeRawBufferPointer?,
    contentType: UnsafeRawBufferPointer?, idempotencyKey: UnsafeRawBufferPointer? = nil,
    body: UnsafeRawBufferPointer
  ) {
    self.method = method
    self.target = target
    self.authorization = authorization
    self.contentType = contentType
    self.idempotencyKey = idempotencyKey
    self.body = body
  }

  /// The target without its query.
  var path: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: target.prefix { $0 != UInt8(ascii: "?") })
  }

  /// The value of a query parameter, not decoded; `nil` if there is no such parameter.
  func query(_ name: String) -> String? {
    let parts = String(decoding: target, as: UTF8.self).split(
      separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else { return nil }
    for member in parts[1].split(separator: "&") {
      let pair = member.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      if pair[0] == name { return pair.count == 2 ? String(pair[1]) : "" }
    }
    return nil
  }

  var declaresJSON: Bool {
    guard let contentType else { return false }
    return contentType.hasPrefixIgnoringCase("application/json")
  }
}
