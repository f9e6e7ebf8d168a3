import BatchRunner

/// One thing for the transport's thread to send.
enum TransportCommand: Sendable {
  case attempt(Request)
  case get(GetCommand)
}
