import Basics
import BatchRunner
import CLibcurl

/// What libcurl's outcome codes mean.
package struct TransferFailure {
  let kind: TransportError.Kind
  let message: String

  static let closed = "the transport was closed"
  /// How much of an answer that is too large is kept, in bytes.
  static let largestBeginning = 64 << 10

  init(kind: TransportError.Kind, message: String) {
    self.kind = kind
    self.message = message
  }

  init(_ stop: Transfer.Stop, host: String) {
    switch stop {
    case .held:
      self.init(kind: .held, message: "\(host): held back before a byte left")
    case .cancelled:
      self.init(kind: .cancelled, message: "\(host): dropped, the run was told to abort")
    case .sentAlready:
      self.init(
        kind: .connectionFailed,
        message: "\(host): the connection died after the request had been sent")
    }
  }

  /// `text` may quote the other side, so it is cleaned.
  init(_ code: CURLcode, text: String, host: String, hasLeft: Bool, hiding key: APIKey?) {
    kind = TransferFailure.kind(code, text: text, hasLeft: hasLeft)
    message = TransferFailure.printable("\(host): \(text)", hiding: key)
  }

  static func tooLarge(host: String, isPastHeaders: Bool) -> TransferFailure {
    let limit =
      isPastHeaders
      ? "a body of more than \(Response.sizeLimit >> 20) MiB"
      : "more than \(Response.headerSizeLimit >> 10) KiB of headers"
    return TransferFailure(kind: .tooLarge, message: "\(host): the answer has \(limit)")
  }

  static func noFinalStatus(host: String) -> TransferFailure {
    TransferFailure(kind: .malformed, message: "\(host): the answer has no final status")
  }

  /// For an command that had left: only a second sending can fail to connect after a first one. And
  /// libcurl counts the sendings per handle, through all commands on it, and gives up at the fifth.
  static func isAboutSendingAgain(_ code: CURLcode, text: String) -> Bool {
    if code == CURLE_SEND_ERROR, text.hasPrefix("Connection died, tried") { return true }
    return [
      CURLE_COULDNT_RESOLVE_PROXY, CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_CONNECT,
      CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION,
    ].contains(code)
  }

  static func kind(_ code: CURLcode, text: String, hasLeft: Bool) -> TransportError.Kind {
    switch code {
    case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_ENGINE_NOTFOUND,
      CURLE_SSL_ENGINE_SETFAILED, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER, CURLE_USE_SSL_FAILED,
      CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CRL_BADFILE, CURLE_SSL_ISSUER_ERROR,
      CURLE_SSL_PINNEDPUBKEYNOTMATCH, CURLE_SSL_INVALIDCERTSTATUS:
      .tls
    // Before anything was sent it is the 15 seconds for connecting: nobody was reached.
    case CURLE_OPERATION_TIMEDOUT: hasLeft ? .timeout : .connectionFailed
    case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY, CURLE_PARTIAL_FILE,
      CURLE_BAD_CONTENT_ENCODING, CURLE_WRITE_ERROR:
      .malformed
    case CURLE_OUT_OF_MEMORY, CURLE_FILESIZE_EXCEEDED: .tooLarge
    // A receive error stands for a broken connection and for broken chunks.
    case CURLE_RECV_ERROR where text.contains("hunk"): .malformed
    default: .connectionFailed
    }
  }

  /// One clause of visible ASCII, without the key.
  static func printable(_ text: String, hiding key: APIKey?) -> String {
    var hidden = Array(text.utf8)
    if let key { hidden.replace(Array(key.secret.utf8), with: Array("(API key)".utf8)) }
    let bytes = hidden.prefix(300).map { (0x20...0x7E).contains($0) ? $0 : 0x3F }
    var clause = Substring(String(decoding: bytes, as: UTF8.self))
    while let last = clause.last, last == "." || last == " " { clause.removeLast() }
    return String(clause)
  }
}
