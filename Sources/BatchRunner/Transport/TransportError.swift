/// Why an attempt ended without a complete response.
package struct TransportError: Error, Equatable, Sendable {
  package enum Kind: Sendable, Equatable {
    /// Nobody was reached: no name, no route, refused, or the connection broke.
    case connectionFailed
    /// The other side could not be trusted, or does not speak TLS as it should.
    case tls
    /// The deadline of the attempt passed.
    case timeout
    /// More bytes than ``Response/sizeLimit`` or ``Response/headerSizeLimit``.
    case tooLarge
    /// Bytes came, but no HTTP, or fewer than were announced.
    case malformed
    /// Our own guard stopped it before a byte left, since the ``Gate`` was closed.
    case held
    /// Dropped because the run was told to abort.
    case cancelled
  }

  package let kind: Kind
  /// One sentence without a full stop, printable, without the key.
  package let message: String
  /// What had come until then, for ``Kind/tooLarge`` its beginning; may be empty.
  package let received: [UInt8]
  /// The status line, if one had come.
  package let status: Int?

  package init(kind: Kind, message: String, received: [UInt8] = [], status: Int? = nil) {
    self.kind = kind
    self.message = message
    self.received = received
    self.status = status
  }
}
