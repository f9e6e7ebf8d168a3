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

  /// Loads the library if it was not loaded yet.
  static func loadLibrary() throws(LibraryError) -> LoadedLibrary {
    try loading.get()
    return LoadedLibrary(
      name: String(cString: libcurl_version()),
      remark: LoadedLibrary.remark(onVersion: libcurl_version_number()))
  }

  /// For what comes after a successful ``loadLibrary()``.
  @discardableResult static func requireLibrary() -> LoadedLibrary {
    do throws(LibraryError) {
      return try loadLibrary()
    } catch {
      preconditionFailure("used without its library: \(error.problem)")
    }
  }

  private static let loading: Result<Void, LibraryError> = {
    prepare()
    let outcome = libcurl_load()
    guard outcome != libcurl_loaded else { return .success(()) }
    return .failure(
      LibraryError(
        outcome, file: String(cString: libcurl_load_file()),
        detail: String(cString: libcurl_load_detail())))
  }()
}
