/// A complete HTTP response, of any status.
package struct Response: Sendable, Equatable {
  package var status: Int
  package var headers: ResponseHeaders
  /// As it was received; at most ``sizeLimit`` bytes.
  package var body: [UInt8]

  package init(status: Int, headers: ResponseHeaders = ResponseHeaders(), body: [UInt8]) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  /// The largest body that is accepted, in bytes. An attempt with a larger one fails.
  package static let sizeLimit = 32 << 20
  /// The largest size of all header lines of a response together, in bytes.
  package static let headerSizeLimit = 64 << 10
}
