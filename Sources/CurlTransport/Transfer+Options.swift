import BatchRunner
import CLibcurl

extension Transfer {
  /// Sets what is the same for every command, explicitly, whatever libcurl's defaults are. Answers
  /// `false` when it turned down a setting that safety depends on.
  func setFixedOptions() -> Bool {
    let itself = Unmanaged.passUnretained(self).toOpaque()
    libcurl_set_pointer(easy, CURLOPT_PRIVATE, itself)
    libcurl_set_pointer(easy, CURLOPT_ERRORBUFFER, message.baseAddress)
    libcurl_set_text(easy, CURLOPT_USERAGENT, configuration.userAgent)
    libcurl_set_write_callback(easy, CURLOPT_HEADERFUNCTION, receiveHeader)
    libcurl_set_pointer(easy, CURLOPT_HEADERDATA, itself)
    libcurl_set_write_callback(easy, CURLOPT_WRITEFUNCTION, receiveBody)
    libcurl_set_pointer(easy, CURLOPT_WRITEDATA, itself)
    setGuard(context: itself)
    setConnectionOptions()
    return setSafetyOptions()
  }

  private func setGuard(context: UnsafeMutableRawPointer) {
    guard libcurl_set_prereq_callback(easy, guardRequest, context) != CURLE_OK else { return }
    // libcurl sends a request again only when a reused connection died under it.
    isGuarded = false
    libcurl_set_long(easy, CURLOPT_FRESH_CONNECT, 1)
    libcurl_set_long(easy, CURLOPT_FORBID_REUSE, 1)
  }

  private func setConnectionOptions() {
    libcurl_set_long(easy, CURLOPT_NOSIGNAL, 1)
    libcurl_set_long(easy, CURLOPT_NOPROGRESS, 1)
    libcurl_set_long(easy, CURLOPT_CONNECTTIMEOUT_MS, 15_000)
    libcurl_set_long(easy, CURLOPT_TCP_NODELAY, 1)
    libcurl_set_long(easy, CURLOPT_TCP_KEEPALIVE, 1)
    libcurl_set_long(easy, CURLOPT_TCP_KEEPIDLE, 45)
    libcurl_set_long(easy, CURLOPT_TCP_KEEPINTVL, 15)
    libcurl_set_long(easy, CURLOPT_MAXAGE_CONN, 30)
    libcurl_set_long(easy, CURLOPT_MAXLIFETIME_CONN, 3600)
    libcurl_set_long(easy, CURLOPT_QUICK_EXIT, 1)
  }

  private func setSafetyOptions() -> Bool {
    let allowsHTTP = configuration.endpoint.isLoopback
    var codes = [
      libcurl_set_protocols(easy, allowsHTTP ? 1 : 0),
      libcurl_set_long(easy, CURLOPT_FOLLOWLOCATION, 0),
      libcurl_set_long(easy, CURLOPT_MAXREDIRS, 0),
      libcurl_set_long(easy, CURLOPT_UNRESTRICTED_AUTH, 0),
      libcurl_set_long(easy, CURLOPT_NETRC, CURL_NETRC_IGNORED),
      libcurl_set_long(easy, CURLOPT_DISALLOW_USERNAME_IN_URL, 1),
      libcurl_set_long(easy, CURLOPT_HTTP09_ALLOWED, 0),
      libcurl_set_long(easy, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1),
      libcurl_set_text(easy, CURLOPT_ACCEPT_ENCODING, nil),
      // The lines of a proxy's own answer are not the API's.
      libcurl_set_long(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1),
    ]
    libcurl_set_long(easy, CURLOPT_HSTS_CTRL, 0)
    if allowsHTTP || !configuration.endpoint.isEncrypted {
      // A proxy would be handed the key in clear.
      codes.append(libcurl_set_text(easy, CURLOPT_PROXY, ""))
    }
    if configuration.endpoint.isEncrypted { codes += setTLSOptions() }
    return codes.allSatisfy { $0 == CURLE_OK }
  }

  private func setTLSOptions() -> [CURLcode] {
    var codes = [
      libcurl_set_long(easy, CURLOPT_SSL_VERIFYPEER, 1),
      libcurl_set_long(easy, CURLOPT_SSL_VERIFYHOST, 2),
      libcurl_set_long(easy, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2),
    ]
    libcurl_set_long(easy, CURLOPT_PROXY_SSL_VERIFYPEER, 1)
    libcurl_set_long(easy, CURLOPT_PROXY_SSL_VERIFYHOST, 2)
    if let file = configuration.caFile {
      // The file instead of the system's authorities, not beside them.
      codes.append(libcurl_set_text(easy, CURLOPT_CAINFO, file))
      libcurl_set_text(easy, CURLOPT_CAPATH, nil)
    }
    return codes
  }
}
