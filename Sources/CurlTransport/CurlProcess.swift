import Basics
import CLibcurl

/// What libcurl asks of the process as a whole, done once.
enum CurlProcess {
  static func prepare() {
    _ = preparation
  }

  /// Such as `libcurl/7.88.1 OpenSSL/3.0.19 …`
  static var libraryVersion: String {
    prepare()
    return String(cString: curl_version())
  }

  private static let preparation: Void = {
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
    // Read by libcurl's global init: it would write the secrets of every connection to a file.
    unsetenv("SSLKEYLOGFILE")
    let code = curl_global_init(Int(CURL_GLOBAL_DEFAULT))
    precondition(code == CURLE_OK, "curl_global_init answered \(code.rawValue)")
  }()
}
