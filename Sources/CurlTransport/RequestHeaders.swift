import BatchRunner
import CLibcurl

/// The header lines of a request, in the form libcurl wants them.
///
/// libcurl keeps a pointer to the list: whoever uses it in a transfer keeps this object until the
/// transfer has ended.
final class RequestHeaders {
  let list: UnsafeMutablePointer<curl_slist>
  let keyGeneration: Int
  /// For keeping it out of messages.
  let key: APIKey?
  /// Owner of the lines after the first one.
  private let shared: RequestHeaders?

  /// What all attempts with one key have in common; `isPost` says what the body is.
  init(key: APIKey?, generation: Int, isPost: Bool) {
    var lines = ["Accept: application/json", "Expect:"]
    if isPost { lines.append("Content-Type: application/json") }
    if let key { lines.append("Authorization: Bearer \(key.secret)") }
    var list: UnsafeMutablePointer<curl_slist>?
    for line in lines { list = RequestHeaders.append(line, to: list) }
    guard let list else { preconditionFailure("a header list without a line") }
    self.list = list
    self.key = key
    keyGeneration = generation
    shared = nil
  }

  /// One more line in front of the lines of `others`; `nil` for anything but visible ASCII.
  init?(idempotencyKey: String, before others: RequestHeaders) {
    guard RequestHeaders.isVisibleASCII(idempotencyKey) else { return nil }
    list = RequestHeaders.append("Idempotency-Key: \(idempotencyKey)", to: nil)
    list.pointee.next = others.list
    key = others.key
    keyGeneration = others.keyGeneration
    shared = others
  }

  deinit {
    if shared != nil { list.pointee.next = nil }
    libcurl_slist_free_all(list)
  }

  /// libcurl sends values as they are, line breaks included.
  static func isVisibleASCII(_ value: String) -> Bool {
    !value.isEmpty && value.utf8.allSatisfy { (0x21...0x7E).contains($0) }
  }

  private static func append(
    _ line: String, to list: UnsafeMutablePointer<curl_slist>?
  ) -> UnsafeMutablePointer<curl_slist> {
    guard let longer = libcurl_slist_append(list, line) else { fatalError("out of memory") }
    return longer
  }
}
