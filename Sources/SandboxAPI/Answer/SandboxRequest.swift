/// One HTTP request as the server sees it: a view into buffers that live for the call only.
///
/// Raw pointers, since the socket server hands over slices of its read buffer and must not copy
/// each of them into an array or a string.
package struct SandboxRequest {
  package enum Method: Sendable {
    case get, post, other
  }

  package var method: Method
  /// Path and query.
  package var target: UnsafeRawBufferPointer
  /// The whole header: `Bearer sk-…`. `nil`: it was not sent, as with the two below.
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

  var path: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: target.prefix { $0 != UInt8(ascii: "?") })
  }

  /// The value of a query member; `nil` where there is none.
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
