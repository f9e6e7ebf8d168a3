/// A complete HTTP response, of any status.
package struct Response: Sendable, Equatable {
  package var status: Int
  package var headers: ResponseHeaders
  /// At most ``sizeLimit`` bytes: as they were received, or put together from a stream that was
  /// asked for, or mended.
  package var body: [UInt8]
  /// Why the stream that ``body`` was put together from is no whole answer; `nil`: it is one, or
  /// there was none.
  package var streamProblem: String?
  /// What was changed for ``body`` to be valid JSON; empty: nothing.
  package internal(set) var mends: [BodyMend] = []
  /// The bytes before they were mended; `nil`: ``body`` was not.
  package internal(set) var unmended: [UInt8]?

  package init(
    status: Int, headers: ResponseHeaders = ResponseHeaders(), body: [UInt8],
    streamProblem: String? = nil
  ) {
    self.status = status
    self.headers = headers
    self.body = body
    self.streamProblem = streamProblem
  }

  /// The largest body that is accepted, in bytes. An attempt with a larger one fails.
  package static let sizeLimit = 32 << 20
  /// The largest size of all header lines of a response together, in bytes.
  package static let headerSizeLimit = 64 << 10
  /// The ``streamProblem`` of a stream whose connection was closed too early.
  static let brokenStream = "the stream broke off before its end"
}
