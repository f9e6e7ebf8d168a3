package import BatchRunner

extension CurlTransport {
  /// The settings that are the same for all requests of a transport.
  package struct Configuration: Sendable {
    package var endpoint: Endpoint
    /// The longest that one attempt may take, from its start to the last byte of the response. Time
    /// in which the program stood still does not count, here and in ``idleTimeout``.
    package var timeout: Duration
    /// A PEM file of certificate authorities to trust instead of the system's; `nil`: the system's.
    package var caFile: String?
    /// The largest number of connections in use at once, at least 1. Further requests wait for one;
    /// the wait does not count towards ``timeout``.
    package var concurrency: Int
    /// The value of the `User-Agent` header: visible ASCII, such as `nightshift/1.0`.
    package var userAgent: String
    /// Every answer is asked for as a server-sent stream.
    package var asksForStreams = false
    /// The longest that a stream which has begun may stay silent; `nil`: as long as ``timeout``.
    package var idleTimeout: Duration?

    package init(
      endpoint: Endpoint, timeout: Duration = .seconds(600), caFile: String? = nil,
      concurrency: Int, userAgent: String
    ) {
      self.endpoint = endpoint
      self.timeout = timeout
      self.caFile = caFile
      self.concurrency = concurrency
      self.userAgent = userAgent
    }

    /// Traps on an invalid setting. Options are validated where the command line is read, so an
    /// invalid one here is a bug.
    func check() {
      precondition(concurrency > 0, "concurrency \(concurrency)")
      precondition(timeout > .zero, "timeout \(timeout)")
      precondition(idleTimeout.map { $0 > .zero } ?? true, "a stream that may never be silent")
      precondition(RequestHeaders.isVisibleASCII(userAgent), "the user agent is not visible ASCII")
    }

    /// The host and port for messages: the origin without `https://` or `http://`.
    var host: String {
      String(endpoint.origin.dropFirst(endpoint.isEncrypted ? 8 : 7))
    }
  }
}
