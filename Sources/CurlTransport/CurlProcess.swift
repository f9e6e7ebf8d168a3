import Basics
import CLibcurl

/// The steps that libcurl needs once for the whole process.
enum CurlProcess {
  /// Sets signals and the environment. Must run before any thread starts and before libcurl is
  /// loaded. Calling it again changes nothing.
  static func prepare() {
    // By default a write to a closed pipe or beyond the file size limit ends the process. Ignored,
    // the write fails with an error that the caller can report.
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
    // libcurl's TLS library would write each connection's secrets to the file that this names.
    unsetenv("SSLKEYLOGFILE")
  }

  /// Opens the library on the first call; later calls return the same result. Transfers also need
  /// ``startLibrary()``.
  static func loadLibrary() throws(LibraryError) -> LoadedLibrary { try loading.get() }

  /// Makes the library ready for transfers on the first call; later calls return the same result.
  static func startLibrary() throws(LibraryError) { try startup.get() }

  /// Traps unless ``startLibrary()`` succeeds. For code that runs only after it has succeeded.
  static func requireLibrary() {
    do throws(LibraryError) {
      try startLibrary()
    } catch {
      preconditionFailure("libcurl is required, but cannot be used: \(error.problem)")
    }
  }

  // A static property is computed once, even if several threads ask for it at the same time.

  private static let loading: Result<LoadedLibrary, LibraryError> = {
    prepare()
    return result(of: libcurl_load()).map {
      LoadedLibrary(
        name: String(cString: libcurl_version()),
        remark: LoadedLibrary.remark(onVersion: libcurl_version_number()))
    }
  }()

  private static let startup: Result<Void, LibraryError> = loading.flatMap { _ in
    result(of: libcurl_start())
  }

  /// Adds the file and the detail that `load.c` stored about a failure.
  private static func result(of outcome: libcurl_load_outcome) -> Result<Void, LibraryError> {
    guard outcome != libcurl_loaded else { return .success(()) }
    return .failure(
      LibraryError(
        outcome, file: String(cString: libcurl_load_file()),
        detail: String(cString: libcurl_load_detail())))
  }
}
