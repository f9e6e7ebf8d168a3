import BatchRunner
import CLibcurl

extension Transfer {
  /// Sets the options that are the same for all commands. Does not rely on libcurl's defaults.
  /// Returns `false` if libcurl rejects a setting that nightshift needs for safety.
  func setFixedOptions() -> Bool {
    let pointer = Unmanaged.passUnretained(self).toOpaque()
    libcurl_set_pointer(easy, CURLOPT_PRIVATE, pointer)
    libcurl_set_pointer(easy, CURLOPT_ERRORBUFFER, errorBuffer.baseAddress)
    libcurl_set_text(easy, CURLOPT_USERAGENT, configuration.userAgent)
    libcurl_set_write_callback(easy, CURLOPT_HEADERFUNCTION, receiveHeader)
    libcurl_set_pointer(easy, CURLOPT_HEADERDATA, pointer)
    libcurl_set_write_callback(easy, CURLOPT_WRITEFUNCTION, receiveBody)
    libcurl_set_pointer(easy, CURLOPT_WRITEDATA, pointer)
    setGuard(pointer: pointer)
    setConnectionOptions()
    return setSafetyOptions()
  }

  /// Makes libcurl ask before each sending. libcurl before 7.80 cannot do that.
  private func setGuard(pointer: UnsafeMutableRawPointer) {
    guard libcurl_set_prereq_callback(easy, guardRequest, pointer) != CURLE_OK else { return }
    // Without the guard, never reuse a connection: only then does libcurl send a request twice.
    // When a reused connection breaks, it sends the request again.
    isGuarded = false
    libcurl_set_long(easy, CURLOPT_FRESH_CONNECT, 1)
    libcurl_set_long(easy, CURLOPT_FORBID_REUSE, 1)
  }

  /// How connections are opened, kept alive and reused. Times are in seconds, except for `_MS`.
  ///
  /// libcurl before 7.80 rejects MAXLIFETIME_CONN, and before 7.87 QUICK_EXIT. Neither matters for
  /// safety, so the results are ignored.
  private func setConnectionOptions() {
    libcurl_set_long(easy, CURLOPT_NOSIGNAL, 1)
    libcurl_set_long(easy, CURLOPT_NOPROGRESS, 1)
    // libcurl looks at the clock before it reads a socket: with a limit of its own, it would throw
    // away answers that came while the program stood still. See ``TransferDeadline``.
    libcurl_set_long(easy, CURLOPT_TIMEOUT_MS, 0)
    let connecting = Int(TransferDeadline.connecting / .milliseconds(1))
    libcurl_set_long(easy, CURLOPT_CONNECTTIMEOUT_MS, connecting)
    libcurl_set_long(easy, CURLOPT_TCP_NODELAY, 1)
    libcurl_set_long(easy, CURLOPT_TCP_KEEPALIVE, 1)
    libcurl_set_long(easy, CURLOPT_TCP_KEEPIDLE, 45)
    libcurl_set_long(easy, CURLOPT_TCP_KEEPINTVL, 15)
    libcurl_set_long(easy, CURLOPT_MAXAGE_CONN, 30)
    libcurl_set_long(easy, CURLOPT_MAXLIFETIME_CONN, 3600)
    libcurl_set_long(easy, CURLOPT_QUICK_EXIT, 1)
  }

  /// Protects the key: no redirects, no `.netrc`, no password in the URL, `http` only for this
  /// machine or with `--insecure-http`. Returns `false` if libcurl rejects one of the settings.
  private func setSafetyOptions() -> Bool {
    let endpoint = configuration.endpoint
    let allowsHTTP = endpoint.isLoopback || !endpoint.isEncrypted
    var codes = [
      libcurl_set_protocols(easy, allowsHTTP ? 1 : 0),
      libcurl_set_long(easy, CURLOPT_FOLLOWLOCATION, 0),
      libcurl_set_long(easy, CURLOPT_MAXREDIRS, 0),
      libcurl_set_long(easy, CURLOPT_UNRESTRICTED_AUTH, 0),
      libcurl_set_long(easy, CURLOPT_NETRC, CURL_NETRC_IGNORED),
      libcurl_set_long(easy, CURLOPT_DISALLOW_USERNAME_IN_URL, 1),
      libcurl_set_long(easy, CURLOPT_HTTP09_ALLOWED, 0),
      libcurl_set_long(easy, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1),
      // Decodes too what a server compresses unasked.
      libcurl_set_text(easy, CURLOPT_ACCEPT_ENCODING, context.acceptedEncoding),
      // The header lines of a proxy's own response must not be read as the API's.
      libcurl_set_long(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1),
    ]
    // Unknown before 7.74, which had no HSTS either.
    libcurl_set_long(easy, CURLOPT_HSTS_CTRL, 0)
    if allowsHTTP {
      // Without TLS, a proxy of the environment could read the key, and the user of
      // `--insecure-http` chose to trust the way to the host, not to somebody else.
      codes.append(libcurl_set_text(easy, CURLOPT_PROXY, ""))
    }
    if endpoint.isEncrypted { codes += setTLSOptions() }
    return codes.allSatisfy { $0 == CURLE_OK }
  }

  /// Requires TLS 1.2 and a valid certificate for the host.
  private func setTLSOptions() -> [CURLcode] {
    var codes = [
      libcurl_set_long(easy, CURLOPT_SSL_VERIFYPEER, 1),
      libcurl_set_long(easy, CURLOPT_SSL_VERIFYHOST, 2),
      libcurl_set_long(easy, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2),
    ]
    // A build of libcurl without support for HTTPS proxies rejects these two.
    libcurl_set_long(easy, CURLOPT_PROXY_SSL_VERIFYPEER, 1)
    libcurl_set_long(easy, CURLOPT_PROXY_SSL_VERIFYHOST, 2)
    if let file = configuration.caFile {
      // The file replaces the system's authorities. With CAPATH set, libcurl would trust both.
      codes.append(libcurl_set_text(easy, CURLOPT_CAINFO, file))
      libcurl_set_text(easy, CURLOPT_CAPATH, nil)
    }
    return codes
  }
}
