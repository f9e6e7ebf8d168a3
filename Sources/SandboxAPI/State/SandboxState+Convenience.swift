package import Basics
package import BatchRunner

extension SandboxState {
  /// ``receive(_:at:unixSeconds:)`` for callers without a read buffer. Declares the body as JSON.
  package mutating func receive(
    _ method: SandboxRequest.Method, _ target: String, key: APIKey?, body: [UInt8] = [],
    idempotencyKey: String? = nil, at now: MonotonicInstant, unixSeconds: Double
  ) -> SandboxAnswer {
    // All parts are in one buffer, so that one pointer keeps them valid during the call.
    var bytes: [UInt8] = []
    func append(_ part: some Sequence<UInt8>) -> Range<Int> {
      let start = bytes.count
      bytes.append(contentsOf: part)
      return start..<bytes.count
    }
    let path = append(target.utf8)
    let authorization = key.map { append("Bearer \($0.secret)".utf8) }
    let contentType = append("application/json".utf8)
    let idempotency = idempotencyKey.map { append($0.utf8) }
    let content = append(body)
    return bytes.withUnsafeBytes { bytes in
      func part(_ range: Range<Int>) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: bytes[range])
      }
      let request = SandboxRequest(
        method: method, target: part(path), authorization: authorization.map(part),
        contentType: part(contentType), idempotencyKey: idempotency.map(part), body: part(content))
      return receive(request, at: now, unixSeconds: unixSeconds)
    }
  }
}
