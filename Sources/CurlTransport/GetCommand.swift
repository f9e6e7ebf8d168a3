import BatchRunner

/// A GET request that does not belong to a job, such as a look at the balance.
struct GetCommand: Sendable {
  let url: String
  /// Receives the result. Called exactly once, on the transport's thread or, if the transport is
  /// already closed, by the caller.
  let complete: @Sendable (Result<Response, TransportError>) -> Void
}
