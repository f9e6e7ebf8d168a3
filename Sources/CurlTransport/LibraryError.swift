import Basics
import CLibcurl

/// Why libcurl cannot be used on this machine.
package enum LibraryError: Error, Equatable {
  /// The system's library path has no library of this name.
  case notFound(name: String)
  /// The file exists, but the system cannot load it. `reason` is the system's own text.
  case notLoadable(file: String, reason: String)
  /// `name` is the first function that was not found.
  case lacksFunction(file: String, name: String)
  /// `version` as libcurl prints it, such as `7.60.0`.
  case tooOld(file: String, version: String)
  /// `curl_global_init` failed. `reason` is libcurl's own text.
  case notReady(file: String, reason: String)

  /// `file` and `detail` are what `load.c` reports; see `CLibcurl.h` for their meaning.
  init(_ outcome: libcurl_load_outcome, file: String, detail: String) {
    self =
      switch outcome {
      case libcurl_not_found: .notFound(name: file)
      case libcurl_not_loadable: .notLoadable(file: file, reason: detail)
      case libcurl_lacks_function: .lacksFunction(file: file, name: detail)
      case libcurl_too_old: .tooOld(file: file, version: detail)
      default: .notReady(file: file, reason: detail)
      }
  }
}

extension LibraryError: UserFacing {
  package var problem: String {
    switch self {
    case .notFound(let name):
      "libcurl is not installed: no library '\(name)' was found."
    case .notLoadable(let file, let reason):
      "The library '\(file)' cannot be loaded: \(reason)."
    case .lacksFunction(let file, let name):
      "The library '\(file)' is not a complete libcurl: it lacks the function '\(name)'."
    case .tooOld(let file, let version):
      "The library '\(file)' is libcurl \(version). nightshift needs 7.68 or later: older versions "
        + "cannot wake a waiting transfer. With 7.80 or later, it also reuses connections."
    case .notReady(let file, let reason):
      "The library '\(file)' cannot be used: \(reason)."
    }
  }

  package var remedy: String? {
    "Install libcurl: 'apt install libcurl4' on Debian or Ubuntu ('libcurl4t64' on newer ones), "
      + "'dnf install libcurl' on Fedora, 'apk add libcurl' on Alpine; macOS includes it. "
      + "If it is installed, check whether LD_LIBRARY_PATH leads to another file."
  }
}
