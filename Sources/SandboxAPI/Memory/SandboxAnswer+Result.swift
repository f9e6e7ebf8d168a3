import BatchRunner

extension SandboxAnswer {
  /// The result that a transport reports for this answer.
  var result: Result<Response, TransportError> {
    switch ending {
    case .whole: .success(Response(status: status, headers: headers, body: body))
    case .refused:
      .failure(TransportError(kind: .connectionFailed, message: "the connection was refused"))
    case .droppedBefore:
      .failure(
        TransportError(
          kind: .connectionFailed, message: "the connection closed before an answer came"))
    case .droppedMidway:
      .failure(
        TransportError(
          kind: .malformed, message: "the connection closed in the middle of the answer",
          received: Array(body.prefix(body.count / 2)), status: status))
    }
  }
}
