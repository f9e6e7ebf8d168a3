import BatchRunner

/// A GET beside the jobs, and who waits for its answer.
struct GetCommand: Sendable {
  let url: String
  /// Called exactly once.
  let answer: @Sendable (Result<Response, TransportError>) -> Void
}
