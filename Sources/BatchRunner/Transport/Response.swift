/// What the server answered, of any status.
package struct Response: Sendable, Equatable {
  package var status: Int
  package var headers: ResponseHeaders
  /// As it came, at most ``sizeLimit`` bytes.
  package var body: [UInt8]

  package init(status: Int, headers: ResponseHeaders = ResponseHeaders(), body: [UInt8]) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  /// The largest body that is taken, in bytes.
  package static let sizeLimit = 32 << 20
  /// The most that all header lines of a response may take, in bytes.
  package static let headerSizeLimit = 64 << 10
}
