import Basics
import CLibcurl
import CurlTransport

/// Sends bodies through libcurl and counts the answers: the least that any client has to do.
final class BareLoop {
  private let bodies: Bodies
  private let url: String
  private let multi: UnsafeMutableRawPointer
  private var handles: [UnsafeMutableRawPointer] = []
  private let headers: UnsafeMutablePointer<curl_slist>?
  private var next = 0
  private var answers = 0

  init(_ bodies: Bodies, url: String, concurrency: Int) {
    self.bodies = bodies
    self.url = url
    CurlTransport.requireLibrary()
    guard let multi = libcurl_multi_init() else { fatalError("out of memory") }
    self.multi = multi
    var list = libcurl_slist_append(nil, "Content-Type: application/json")
    list = libcurl_slist_append(list, "Accept: application/json")
    headers = libcurl_slist_append(list, "Expect:")
    libcurl_multi_set_long(multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, concurrency)
    libcurl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, concurrency)
    libcurl_multi_set_long(multi, CURLMOPT_PIPELINING, CURLPIPE_NOTHING)
    for _ in 0..<concurrency { handles.append(handle()) }
  }

  deinit {
    for handle in handles {
      libcurl_multi_remove_handle(multi, handle)
      libcurl_easy_cleanup(handle)
    }
    libcurl_multi_cleanup(multi)
    libcurl_slist_free_all(headers)
  }

  func run() -> Rate {
    let earlier = ProcessorTime.own
    let began = BootClock.now
    for handle in handles { start(handle) }
    while answers < bodies.count {
      var running: Int32 = 0
      libcurl_multi_perform(multi, &running)
      collect()
      if answers < bodies.count { libcurl_multi_poll(multi, 1000) }
    }
    return Rate(
      requests: answers, seconds: began.duration(to: BootClock.now) / .seconds(1),
      processorSeconds: ProcessorTime.own - earlier)
  }

  private func collect() {
    var left: Int32 = 0
    while let message = libcurl_multi_info_read(multi, &left) {
      guard message.pointee.msg == CURLMSG_DONE, let easy = message.pointee.easy_handle else {
        continue
      }
      precondition(message.pointee.data.result == CURLE_OK, "a request of the bare loop failed")
      answers += 1
      libcurl_multi_remove_handle(multi, easy)
      start(easy)
    }
  }

  private func start(_ easy: UnsafeMutableRawPointer) {
    guard next < bodies.count else { return }
    let body = bodies[next]
    next += 1
    libcurl_set_size(easy, CURLOPT_POSTFIELDSIZE_LARGE, Int64(body.count))
    libcurl_set_pointer(easy, CURLOPT_POSTFIELDS, body.baseAddress)
    libcurl_multi_add_handle(multi, easy)
  }

  private func handle() -> UnsafeMutableRawPointer {
    guard let easy = libcurl_easy_init() else { fatalError("out of memory") }
    libcurl_set_text(easy, CURLOPT_URL, url)
    libcurl_set_long(easy, CURLOPT_POST, 1)
    libcurl_set_list(easy, CURLOPT_HTTPHEADER, headers)
    libcurl_set_text(easy, CURLOPT_USERAGENT, "nightshift-bench")
    libcurl_set_write_callback(easy, CURLOPT_WRITEFUNCTION, dropPiece)
    libcurl_set_write_callback(easy, CURLOPT_HEADERFUNCTION, dropPiece)
    libcurl_set_text(easy, CURLOPT_PROXY, "")
    libcurl_set_long(easy, CURLOPT_NOSIGNAL, 1)
    libcurl_set_long(easy, CURLOPT_TCP_NODELAY, 1)
    libcurl_set_long(easy, CURLOPT_TIMEOUT_MS, 600_000)
    libcurl_set_long(easy, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1)
    return easy
  }
}

private func dropPiece(
  _: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _: UnsafeMutableRawPointer?
) -> Int {
  size * count
}
