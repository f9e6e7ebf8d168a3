import Basics
import BatchRunner
import CLibcurl

/// How a transfer failed, translated from libcurl's result codes into nightshift's error kinds.
package struct TransferFailure {
  let kind: TransportError.Kind
  /// One clause without a full stop. Printable ASCII, without the key.
  let message: String

  /// The message for a command that comes after the transport was closed.
  static let closed = "the transport was closed"
  /// How many bytes are kept of a body that is too large.
  static let keptBytes = 64 << 10

  init(kind: TransportError.Kind, message: String) {
    self.kind = kind
    self.message = message
  }

  /// nightshift stopped the transfer itself.
  init(_ reason: Transfer.StopReason, host: String) {
    switch reason {
    case .held:
      self.init(kind: .held, message: "\(host): held back before it was sent")
    case .cancelled:
      self.init(kind: .cancelled, message: "\(host): cancelled because the run was aborted")
    case .late(let limit):
      self.init(kind: .timeout, message: "\(host): no complete answer within \(limit.words)")
    case .notConnected(let limit):
      self.init(kind: .connectionFailed, message: "\(host): no connection within \(limit.words)")
    case .silent(let limit):
      self.init(kind: .timeout, message: "\(host): the stream was silent for \(limit.words)")
    case .sentAlready:
      self.init(
        kind: .connectionFailed,
        message: "\(host): the connection broke after the request was sent")
    }
  }

  /// libcurl ended with `code` and `text`. The text may quote the server, so it is made printable
  /// and `key` is removed. `hasLeft`: a byte of the request has left. `isInHeaders`: the headers of
  /// the response were being read.
  init(
    _ code: CURLcode, text: String, host: String, hasLeft: Bool, isInHeaders: Bool,
    hiding key: APIKey?
  ) {
    kind = TransferFailure.kind(code, text: text, hasLeft: hasLeft, isInHeaders: isInHeaders)
    let isOutOfMemory = code == CURLE_OUT_OF_MEMORY && kind != .tooLarge
    message =
      isOutOfMemory
      ? "this machine has no memory left for the transfer"
      : TransferFailure.printable("\(host): \(text)", hiding: key)
  }

  /// The headers or the body exceeded their limit in ``Response``.
  static func tooLarge(host: String, isPastHeaders: Bool) -> TransferFailure {
    let limit =
      isPastHeaders
      ? "a body of more than \(Response.sizeLimit >> 20) MiB"
      : "more than \(Response.headerSizeLimit >> 10) KiB of headers"
    return TransferFailure(kind: .tooLarge, message: "\(host): the answer has \(limit)")
  }

  /// libcurl reported success, but only 1xx responses arrived.
  static func noFinalStatus(host: String) -> TransferFailure {
    TransferFailure(kind: .malformed, message: "\(host): the answer has no final status")
  }

  /// Whether libcurl failed while it tried to send a request for a second time. Only for a command
  /// whose first byte has left.
  ///
  /// After the first byte, a failure to connect can only come from a second sending. libcurl also
  /// counts repeated sendings per handle, across all its commands, and fails at the fifth with
  /// "Connection died, tried 5 times before giving up".
  static func isFailedResend(_ code: CURLcode, text: String) -> Bool {
    if code == CURLE_SEND_ERROR, text.hasPrefix("Connection died, tried") { return true }
    return [
      CURLE_COULDNT_RESOLVE_PROXY, CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_CONNECT,
      CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION,
    ].contains(code)
  }

  /// The error kind of libcurl's result `code`.
  ///
  /// `CURLE_OUT_OF_MEMORY` has two meanings. Up to version 8.5, libcurl also returns it for a header
  /// line of more than 100 KiB; later versions return `CURLE_TOO_LARGE`. Otherwise this machine has
  /// no memory left, which is no fault of the answer: the attempt is made again as after a broken
  /// connection.
  static func kind(
    _ code: CURLcode, text: String, hasLeft: Bool, isInHeaders: Bool
  ) -> TransportError.Kind {
    switch code {
    case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_ENGINE_NOTFOUND,
      CURLE_SSL_ENGINE_SETFAILED, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER, CURLE_USE_SSL_FAILED,
      CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CRL_BADFILE, CURLE_SSL_ISSUER_ERROR,
      CURLE_SSL_PINNEDPUBKEYNOTMATCH, CURLE_SSL_INVALIDCERTSTATUS:
      .tls
    // Before the first byte left, this is usually the 15 s limit for connecting.
    case CURLE_OPERATION_TIMEDOUT: hasLeft ? .timeout : .connectionFailed
    case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY, CURLE_PARTIAL_FILE,
      CURLE_WRITE_ERROR:
      .malformed
    case CURLE_FILESIZE_EXCEEDED, CURLE_TOO_LARGE: .tooLarge
    case CURLE_OUT_OF_MEMORY where isInHeaders: .tooLarge
    case CURLE_BAD_CONTENT_ENCODING: .unknownEncoding
    // libcurl uses one code for broken connections and for invalid chunks ("chunk", "Chunk").
    case CURLE_RECV_ERROR where text.contains("hunk"): .malformed
    default: .connectionFailed
    }
  }

  /// The first 300 bytes as printable ASCII, without the key and without a full stop at the end.
  /// Other bytes become `?`.
  static func printable(_ text: String, hiding key: APIKey?) -> String {
    var hidden = Array(text.utf8)
    if let key { hidden.replace(Array(key.secret.utf8), with: Array("(API key)".utf8)) }
    let bytes = hidden.prefix(300).map { (0x20...0x7E).contains($0) ? $0 : 0x3F }
    var clause = Substring(String(decoding: bytes, as: UTF8.self))
    while let last = clause.last, last == "." || last == " " { clause.removeLast() }
    return String(clause)
  }
}
