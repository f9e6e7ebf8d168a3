import BatchRunner
import CLibcurl

extension Transfer {
  /// What came of it, for the code libcurl ended with; takes the body out of the transfer.
  func result(_ code: CURLcode) -> Result<Response, TransportError> {
    let status = reader.finalStatus
    let headers = reader.headers
    let fault = fault(code)
    let body = reader.finish()
    if code == CURLE_OK, let status {
      return .success(Response(status: status, headers: headers, body: body))
    }
    let kept = fault.kind == .tooLarge ? Array(body.prefix(TransferFailure.largestBeginning)) : body
    return .failure(
      TransportError(kind: fault.kind, message: fault.message, received: kept, status: status))
  }

  private func fault(_ code: CURLcode) -> TransferFailure {
    let host = configuration.host
    if let stopped { return TransferFailure(stopped, host: host) }
    if reader.isTooLarge { return .tooLarge(host: host, isPastHeaders: reader.isPastHeaders) }
    if code == CURLE_OK { return .noFinalStatus(host: host) }
    let own = message.baseAddress.map { String(cString: $0) } ?? ""
    let text = own.isEmpty ? String(cString: libcurl_easy_strerror(code)) : own
    if isGuarded, leftAt != nil, TransferFailure.isAboutSendingAgain(code, text: text) {
      return TransferFailure(.sentAlready, host: host)
    }
    return TransferFailure(
      code, text: text, host: host, hasLeft: leftAt != nil, hiding: headers?.key)
  }
}
