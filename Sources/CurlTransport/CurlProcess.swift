import Basics
import CLibcurl

/// What libcurl asks of the process as a whole, done once.
enum CurlProcess {
  /// Before any thread starts, and before libcurl is loaded.
  static func prepare() {
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
    // libcurl's TLS library would write the secrets of every connection to the file it names.
    unsetenv("SSLKEYLOGFILE")
  }

  /// Finds the library, if that was not done yet; no transfer is possible with it so far.
  static func loadLibrary() throws(LibraryError) -> LoadedLibrary { try loading.get() }

  /// Has the library get ready for transfers, if that was not done yet.
  static func startLibrary() throws(LibraryError) { try start.get() }

  /// For what comes after a successful ``startLibrary()``.
  static func requireLibrary() {
    do throws(LibraryError) {
      try startLibrary()
    } catch {
      preconditionFailure("used without its library: \(error.problem)")
    }
  }

  private static let loading: Result<LoadedLibrary, LibraryError> = {
    prepare()
    return result(of: libcurl_load()).map {
      LoadedLibrary(
        name: String(cString: libcurl_version()),
        remark: LoadedLibrary.remark(onVersion: libcurl_version_number()))
    }
  }()

  private static let start: Result<Void, LibraryError> = loading.flatMap { _ in
    result(of: libcurl_start())
  }

  private static func result(of outcome: libcurl_load_outcome) -> Result<Void, LibraryError> {
    guard outcome != libcurl_loaded else { return .success(()) }
    return .failure(
      LibraryError(
        outcome, file: String(cString: libcurl_load_file()),
        detail: String(cString: libcurl_load_detail())))
  }
}
