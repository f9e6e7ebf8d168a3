import CTLSServer

/// One encrypted connection. Used by its own thread only.
final class TLSSession {
  private let session: OpaquePointer

  init(_ session: OpaquePointer) {
    self.session = session
  }

  deinit {
    tls_session_free(session)
  }

  /// The number of bytes read; 0 or less when no more will come.
  func read(_ bytes: inout [UInt8]) -> Int {
    Int(tls_session_read(session, &bytes, Int32(bytes.count)))
  }

  /// The number of bytes taken; 0 or less when the other side has gone.
  func write(_ bytes: UnsafeRawBufferPointer) -> Int {
    Int(tls_session_write(session, bytes.baseAddress, Int32(bytes.count)))
  }

  /// Says goodbye.
  func end() {
    tls_session_end(session)
  }
}
