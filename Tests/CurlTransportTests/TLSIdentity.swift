import CTLSServer

/// What a server of TLS presents to whoever connects.
final class TLSIdentity: Sendable {
  /// The system has an OpenSSL, which libcurl brings along on Linux; macOS has none.
  static let isPossible = tls_is_possible()

  // OpenSSL lets threads share it.
  private nonisolated(unsafe) let identity: OpaquePointer

  init(_ certificate: Certificate) {
    guard let identity = tls_identity_make(certificate.path, certificate.keyPath) else {
      preconditionFailure("no certificate with its key: \(certificate.path)")
    }
    self.identity = identity
  }

  deinit {
    tls_identity_free(identity)
  }

  /// `nil`: the other side refused, and has sent nothing.
  func session(on descriptor: Int32) -> TLSSession? {
    tls_session_begin(identity, descriptor).map(TLSSession.init)
  }
}
