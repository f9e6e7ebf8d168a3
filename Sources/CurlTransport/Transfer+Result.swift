import BatchRunner
import CLibcurl

extension Transfer {
  /// The response, or why there is none. `code` is libcurl's result. Call it once per command: it
  /// resets ``reader``.
  func result(_ code: CURLcode) -> Result<Response, TransportError> {
    let status = reader.finalStatus
    let headers = reader.headers
    let failure = failure(code)
    let (body, stream) = reader.finish()
    // A stream that said that it is over is whole, whatever becomes of its connection.
    let isWhole = code == CURLE_OK || (stream?.isComplete ?? false) && failure.kind != .tooLarge
    if isWhole, let status {
      return .success(
        Response(status: status, headers: headers, body: body, streamProblem: stream?.problem))
    }
    if failure.kind == .unknownEncoding { context.acceptedEncoding = "identity" }
    // An oversized body is up to 32 MiB; its beginning is enough to see what the server sent.
    let kept = failure.kind == .tooLarge ? Array(body.prefix(TransferFailure.keptBytes)) : body
    return .failure(
      TransportError(kind: failure.kind, message: failure.message, received: kept, status: status))
  }

  /// The request has left, and the headers of its response are not complete.
  private var isInHeaders: Bool {
    // Without the guard, ``leftAt`` is set before the connection is made.
    (reader.status != nil || (isGuarded && leftAt != nil)) && !reader.isPastHeaders
  }

  /// Checks nightshift's own reasons first: libcurl reports them only as callback or write errors.
  private func failure(_ code: CURLcode) -> TransferFailure {
    let host = configuration.host
    if let stopReason { return TransferFailure(stopReason, host: host) }
    if reader.isTooLarge { return .tooLarge(host: host, isPastHeaders: reader.isPastHeaders) }
    if code == CURLE_OK { return .noFinalStatus(host: host) }
    let detail = errorBuffer.baseAddress.map { String(cString: $0) } ?? ""
    let text = detail.isEmpty ? String(cString: libcurl_easy_strerror(code)) : detail
    if isGuarded, leftAt != nil, TransferFailure.isFailedResend(code, text: text) {
      return TransferFailure(.sentAlready, host: host)
    }
    return TransferFailure(
      code, text: text, host: host, hasLeft: leftAt != nil, isInHeaders: isInHeaders,
      hiding: headers?.key)
  }
}
