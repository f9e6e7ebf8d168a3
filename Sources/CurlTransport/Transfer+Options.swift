import BatchRunner
import CLibcurl

extension Transfer {
  /// Sets what is the same for every errand, explicitly, whatever libcurl's defaults are. Answers
  /// `false` when it turned down a setting that safety depends on.
  func setFixedOptions() -> Bool {
    let itself = Unmanaged.passUnretained(self).toOpaque()
    door_set_pointer(easy, CURLOPT_PRIVATE, itself)
    door_set_pointer(easy, CURLOPT_ERRORBUFFER, message.baseAddress)
    door_set_text(easy, CURLOPT_USERAGENT, configuration.userAgent)
    door_set_sink(easy, CURLOPT_HEADERFUNCTION, receiveHeader)
    door_set_pointer(easy, CURLOPT_HEADERDATA, itself)
    door_set_sink(easy, CURLOPT_WRITEFUNCTION, receiveBody)
    door_set_pointer(easy, CURLOPT_WRITEDATA, itself)
    setGuard(context: itself)
    setConnectionOptions()
    return setSafetyOptions()
  }

  private func setGuard(context: UnsafeMutableRawPointer) {
    guard door_set_guard(easy, guardRequest, context) != CURLE_OK else { return }
    // libcurl sends a request again only when a reused connection died under it.
    isGuarded = false
    door_set_long(easy, CURLOPT_FRESH_CONNECT, 1)
    door_set_long(easy, CURLOPT_FORBID_REUSE, 1)
  }

  private func setConnectionOptions() {
    door_set_long(easy, CURLOPT_NOSIGNAL, 1)
    door_set_long(easy, CURLOPT_NOPROGRESS, 1)
    door_set_long(easy, CURLOPT_CONNECTTIMEOUT_MS, 15_000)
    door_set_long(easy, CURLOPT_TCP_NODELAY, 1)
    door_set_long(easy, CURLOPT_TCP_KEEPALIVE, 1)
    door_set_long(easy, CURLOPT_TCP_KEEPIDLE, 45)
    door_set_long(easy, CURLOPT_TCP_KEEPINTVL, 15)
    door_set_long(easy, CURLOPT_MAXAGE_CONN, 30)
    door_set_connection_lifetime(easy, 3600)
    door_set_quick_exit(easy)
  }

  private func setSafetyOptions() -> Bool {
    let allowsHTTP = configuration.endpoint.isLoopback
    var codes = [
      door_set_protocols(easy, allowsHTTP ? 1 : 0),
      door_set_long(easy, CURLOPT_FOLLOWLOCATION, 0),
      door_set_long(easy, CURLOPT_MAXREDIRS, 0),
      door_set_long(easy, CURLOPT_UNRESTRICTED_AUTH, 0),
      door_set_long(easy, CURLOPT_NETRC, Int(CURL_NETRC_IGNORED.rawValue)),
      door_set_long(easy, CURLOPT_DISALLOW_USERNAME_IN_URL, 1),
      door_set_long(easy, CURLOPT_HTTP09_ALLOWED, 0),
      door_set_long(easy, CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1)),
      door_set_text(easy, CURLOPT_ACCEPT_ENCODING, nil),
      // The lines of a proxy's own answer are not the API's.
      door_set_long(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1),
    ]
    door_set_no_hsts(easy)
    if allowsHTTP || !configuration.endpoint.isEncrypted {
      // A proxy would be handed the key in clear.
      codes.append(door_set_text(easy, CURLOPT_PROXY, ""))
    }
    if configuration.endpoint.isEncrypted { codes += setTLSOptions() }
    return codes.allSatisfy { $0 == CURLE_OK }
  }

  private func setTLSOptions() -> [CURLcode] {
    var codes = [
      door_set_long(easy, CURLOPT_SSL_VERIFYPEER, 1),
      door_set_long(easy, CURLOPT_SSL_VERIFYHOST, 2),
      door_set_long(easy, CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2)),
    ]
    door_set_long(easy, CURLOPT_PROXY_SSL_VERIFYPEER, 1)
    door_set_long(easy, CURLOPT_PROXY_SSL_VERIFYHOST, 2)
    if let file = configuration.caFile {
      // The file instead of the system's authorities, not beside them.
      codes.append(door_set_text(easy, CURLOPT_CAINFO, file))
      door_set_text(easy, CURLOPT_CAPATH, nil)
    }
    return codes
  }
}
