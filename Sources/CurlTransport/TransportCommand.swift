import BatchRunner

/// One request for the transport's thread to send.
enum TransportCommand: Sendable {
  /// An attempt at a job. The ``Gate`` can hold it.
  case attempt(Request)
  /// A request outside the jobs and outside the gate.
  case get(GetCommand)
}
