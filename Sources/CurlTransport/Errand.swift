import BatchRunner

/// One thing for the transport's thread to send.
enum Errand: Sendable {
  case attempt(Request)
  case inquiry(Inquiry)
}
