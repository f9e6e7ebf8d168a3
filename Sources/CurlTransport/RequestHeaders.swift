import BatchRunner
import CLibcurl

/// The header lines of a request, as the linked list that libcurl needs.
///
/// libcurl keeps a pointer to the list, so this object must live until the transfer has ended.
final class RequestHeaders {
  let list: UnsafeMutablePointer<curl_slist>
  /// The generation of ``key``, see ``KeyRing``.
  let keyGeneration: Int
  /// The key in the `Authorization` line; also needed to remove it from messages. `nil`: no such
  /// line.
  let key: APIKey?
  /// The owner of all lines after the first; `nil` if this object owns the whole list.
  private let shared: RequestHeaders?

  /// The lines that all requests with one key have in common. `isPost` adds the content type of
  /// the JSON body. `asksForStream`: the answer is to be a server-sent stream.
  init(key: APIKey?, generation: Int, isPost: Bool, asksForStream: Bool = false) {
    let accepted = asksForStream ? "text/event-stream, application/json" : "application/json"
    // An empty `Expect` stops libcurl from sending `Expect: 100-continue` with large bodies.
    var lines = ["Accept: \(accepted)", "Expect:"]
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

  /// Puts an `Idempotency-Key` line before the lines of `others`, which are shared, not copied.
  /// `nil` if the key is empty or has characters other than visible ASCII.
  init?(idempotencyKey: String, before others: RequestHeaders) {
    guard RequestHeaders.isVisibleASCII(idempotencyKey) else { return nil }
    list = RequestHeaders.append("Idempotency-Key: \(idempotencyKey)", to: nil)
    list.pointee.next = others.list
    key = others.key
    keyGeneration = others.keyGeneration
    shared = others
  }

  deinit {
    // Frees only the first line: the other lines belong to `shared`.
    if shared != nil { list.pointee.next = nil }
    libcurl_slist_free_all(list)
  }

  /// Whether the value is safe in a header. libcurl sends values unchanged, even with line breaks,
  /// which would add header lines.
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
