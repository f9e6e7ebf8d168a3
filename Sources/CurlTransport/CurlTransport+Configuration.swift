package import BatchRunner

extension CurlTransport {
  /// What stays the same for all requests.
  package struct Configuration: Sendable {
    package var endpoint: Endpoint
    /// Deadline of one attempt, from its start to the last byte of the answer.
    package var timeout: Duration
    /// A PEM file with the certificate authorities to trust instead of the system's.
    package var caFile: String?
    /// The most connections in use at once; requests beyond it wait, without their deadline
    /// running.
    package var concurrency: Int
    /// `nightshift/1.0`
    package var userAgent: String

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

    /// Options are validated where the user typed them; here a wrong one is a bug.
    func check() {
      precondition(concurrency > 0, "concurrency \(concurrency)")
      precondition(timeout > .zero, "timeout \(timeout)")
      precondition(RequestHeaders.isVisibleASCII(userAgent), "the user agent is not visible ASCII")
      precondition(endpoint.isEncrypted || endpoint.isLoopback, "\(endpoint.origin) in clear")
    }

    var timeoutMilliseconds: Int {
      let (seconds, attoseconds) = timeout.components
      let whole = min(seconds, 10_000_000) * 1000
      return max(1, Int(whole) + Int(attoseconds / 1_000_000_000_000_000))
    }

    /// The origin without its scheme, for messages.
    var host: String {
      String(endpoint.origin.dropFirst(endpoint.isEncrypted ? 8 : 7))
    }
  }
}
