import Basics

/// Why an attempt gave no usable answer, in a form that is stored in `failures.jsonl`.
package struct Failure: Error, Sendable, Equatable {
  package enum Kind: Hashable, Sendable {
    /// An HTTP status other than success.
    case status(Int)
    case timeout
    case connectionFailed
    case tls
    case invalidResponse
    case responseTooLarge
    /// The answer is complete, but not what the user expects (`--expect`).
    case unexpectedAnswer
    /// The job took too long over all its attempts (`--job-timeout`).
    case jobTimeout
  }

  package let kind: Kind
  /// The server's words, or ours; not made printable yet.
  package let message: String
  /// The API's own error code, such as `model_not_found`; `nil`: it gave none.
  package let code: String?

  package init(kind: Kind, message: String, code: String? = nil) {
    self.kind = kind
    self.message = message
    self.code = code
  }

  /// One word for tables, journals and `error.code` in `failures.jsonl`: the status, or a name.
  package var label: String {
    switch kind {
    case .status(let status): String(status)
    case .timeout: "timeout"
    case .connectionFailed: "connection_failed"
    case .tls: "tls"
    case .invalidResponse: "invalid_response"
    case .responseTooLarge: "response_too_large"
    case .unexpectedAnswer: "unexpected_answer"
    case .jobTimeout: "job_timeout"
    }
  }

  /// The message of a status whose response has no words.
  static func words(ofStatus status: Int) -> String { "HTTP status \(status)" }

  /// The reason for an outage: `503: Loading model`, the status alone if the server says nothing, or
  /// the transport's words. Printable, one line.
  package var outageReason: String {
    guard case .status(let status) = kind else { return message }
    guard message != Self.words(ofStatus: status) else { return label }
    return Printable("\(label): \(ErrorLine.clean(message))").description
  }

  /// A queue in front of the server timed out.
  var isOverload: Bool { kind == .status(408) || kind == .status(504) }

  /// Another attempt in a later run may succeed.
  package var isWorthRetrying: Bool {
    switch kind {
    case .status(let status): Diagnosis.isRetried(status)
    case .timeout, .connectionFailed, .tls, .invalidResponse, .responseTooLarge,
      .unexpectedAnswer, .jobTimeout:
      true
    }
  }
}
