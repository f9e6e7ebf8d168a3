/// Why an attempt gave no usable answer.
package struct Failure: Error, Sendable, Equatable {
  package enum Kind: Hashable, Sendable {
    case status(Int)
    case timeout
    case connectionFailed
    case tls
    case invalidResponse
    case responseTooLarge
    /// It came whole, and is not what the user expects (`--expect`).
    case unexpectedAnswer
  }

  package let kind: Kind
  /// The server's words, or ours; not yet made printable.
  package let message: String
  /// The API's own code for it (`model_not_found`); `nil`: none.
  package let code: String?

  package init(kind: Kind, message: String, code: String? = nil) {
    self.kind = kind
    self.message = message
    self.code = code
  }

  /// One word for tables and files: the status, or the name of `error.code` in `failures.jsonl`.
  package var label: String {
    switch kind {
    case .status(let status): String(status)
    case .timeout: "timeout"
    case .connectionFailed: "connection_failed"
    case .tls: "tls"
    case .invalidResponse: "invalid_response"
    case .responseTooLarge: "response_too_large"
    case .unexpectedAnswer: "unexpected_answer"
    }
  }

  /// Why nobody can be reached: a bare status, since the server's words are about one job, or what
  /// the transport said.
  package var outageReason: String {
    if case .status = kind { label } else { message }
  }

  /// Another run may well fare better.
  package var isWorthRetrying: Bool {
    switch kind {
    case .status(let status): Diagnosis.isRetried(status)
    case .timeout, .connectionFailed, .tls, .invalidResponse, .responseTooLarge,
      .unexpectedAnswer:
      true
    }
  }
}
