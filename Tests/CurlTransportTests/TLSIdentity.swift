import CTLSServer

/// The certificate and private key of a TLS server.
final class TLSIdentity: Sendable {
  /// Whether the system has OpenSSL. On Linux it is usually installed with libcurl; macOS has none.
  static let isPossible = tls_is_possible()

  // Several threads use it: OpenSSL allows that for an SSL_CTX.
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

  /// Performs the TLS handshake on a connected socket. `nil`: the client refused and sent nothing.
  func session(on descriptor: Int32) -> TLSSession? {
    tls_session_begin(identity, descriptor).map(TLSSession.init)
  }
}
