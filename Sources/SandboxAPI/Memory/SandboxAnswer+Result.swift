import BatchRunner

extension SandboxAnswer {
  /// The result that a transport reports for this answer.
  var result: Result<Response, TransportError> {
    switch ending {
    case .whole: .success(response)
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
          received: received(body.count / 2).body, status: status))
    }
  }

  private var response: Response {
    let (body, stream) = received(body.count)
    return Response(
      status: status, headers: headers, body: body, streamProblem: stream?.problem)
  }

  /// The first bytes of the body; for a stream, the answer that they become.
  private func received(_ count: Int) -> (body: [UInt8], stream: ChatStream?) {
    guard contentType == .events else { return (Array(body.prefix(count)), nil) }
    var stream = ChatStream()
    body.prefix(count).withUnsafeBytes { stream.add($0) }
    stream.finish()
    return (stream.json(), stream)
  }
}
