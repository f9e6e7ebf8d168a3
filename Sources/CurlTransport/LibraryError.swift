import Basics
import CLibcurl

/// Why libcurl cannot be used on this machine.
package enum LibraryError: Error, Equatable {
  case notFound(name: String)
  /// There is a file, and the system's loader refuses it in its own `words`.
  case notLoadable(file: String, words: String)
  case lacksFunction(file: String, name: String)
  case tooOld(file: String, version: String)
  /// libcurl's own preparation failed, for the reason that it gives.
  case notReady(file: String, reason: String)

  init(_ outcome: libcurl_load_outcome, file: String, detail: String) {
    self =
      switch outcome {
      case libcurl_not_found: .notFound(name: file)
      case libcurl_not_loadable: .notLoadable(file: file, words: detail)
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
    case .notLoadable(let file, let words):
      "The library '\(file)' cannot be loaded: \(words)."
    case .lacksFunction(let file, let name):
      "The library '\(file)' is not a complete libcurl: it lacks the function '\(name)'."
    case .tooOld(let file, let version):
      "The library '\(file)' is libcurl \(version). nightshift needs 7.68 or later, where another "
        + "thread can wake a waiting transfer; 7.80 or later also lets it reuse connections."
    case .notReady(let file, let reason):
      "The library '\(file)' cannot be used: \(reason)."
    }
  }

  package var remedy: String? {
    "Install libcurl: 'apt install libcurl4' on Debian or Ubuntu ('libcurl4t64' on newer ones), "
      + "'dnf install libcurl' on Fedora, 'apk add libcurl' on Alpine; macOS has it. "
      + "If it is installed, see which file LD_LIBRARY_PATH leads to."
  }
}
