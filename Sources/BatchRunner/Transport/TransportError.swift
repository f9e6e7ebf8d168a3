/// Why an attempt ended without a complete response.
package struct TransportError: Error, Equatable, Sendable {
  package enum Kind: Sendable, Equatable {
    /// No connection: the name is unknown, there is no route, the server refused, or the connection
    /// broke.
    case connectionFailed
    /// The server's certificate cannot be trusted, or its TLS is faulty.
    case tls
    /// The deadline of the attempt passed.
    case timeout
    /// More bytes than ``Response/sizeLimit`` or ``Response/headerSizeLimit``.
    case tooLarge
    /// What came is not HTTP, or it is shorter than announced.
    case malformed
    /// The body is in an encoding that this libcurl cannot decode.
    case unknownEncoding
    /// The closed ``Gate`` stopped the request before a byte left.
    case held
    /// ``Transport/cancelAll()`` ended it.
    case cancelled
  }

  package let kind: Kind
  /// One sentence without a full stop; it is printable and does not contain the key.
  package let message: String
  /// The part of the body that was received; may be empty. For ``Kind/tooLarge``, its beginning.
  package let received: [UInt8]
  /// The status; `nil`: no status line was received.
  package let status: Int?

  package init(kind: Kind, message: String, received: [UInt8] = [], status: Int? = nil) {
    self.kind = kind
    self.message = message
    self.received = received
    self.status = status
  }
}
