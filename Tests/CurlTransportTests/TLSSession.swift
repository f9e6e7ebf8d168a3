import CTLSServer

/// One encrypted connection. Only the connection's own thread uses it.
final class TLSSession {
  private let session: OpaquePointer

  init(_ session: OpaquePointer) {
    self.session = session
  }

  deinit {
    tls_session_free(session)
  }

  /// Returns the number of bytes read; 0 or less if no more will arrive.
  func read(_ bytes: inout [UInt8]) -> Int {
    Int(tls_session_read(session, &bytes, Int32(bytes.count)))
  }

  /// Returns the number of bytes written; 0 or less if the client has closed the connection.
  func write(_ bytes: UnsafeRawBufferPointer) -> Int {
    Int(tls_session_write(session, bytes.baseAddress, Int32(bytes.count)))
  }

  /// Tells the client that no more bytes will follow.
  func end() {
    tls_session_end(session)
  }
}
