package import Basics

/// Why a cell cannot be used as a picture. `path` is the one that was tried.
package enum PictureProblem: Error, Equatable, Sendable {
  /// The file cannot be read.
  case file(FileError)
  /// The file has no bytes that a picture begins with.
  case noPicture(path: String)
  case notAFile(path: String)
  case tooLarge(path: String)
  /// An address that no server can open, with its scheme.
  case scheme(String, column: String)
  case empty(column: String)
}

extension PictureProblem {
  package var sentence: String {
    switch self {
    case .file(let error): error.problem
    case .noPicture(let path): "'\(path)' is no PNG, JPEG, GIF or WebP picture."
    case .notAFile(let path): "'\(path)' is not a file."
    case .tooLarge(let path):
      "'\(path)' is too large: with it the job is longer than \(LineReader.lengthLimit >> 20) MiB."
    case .scheme(let scheme, let column):
      "'\(column)' is an address that begins with '\(scheme):', which no server can open."
    case .empty(let column): "'\(column)' is empty, but the template needs a picture there."
    }
  }

  package var remedy: String? {
    switch self {
    case .file: "Write the path as seen from the dataset's folder, or an https: address."
    case .noPicture: "Save the picture as PNG, JPEG, GIF or WebP."
    case .notAFile: "Write the path of a picture."
    case .tooLarge: "Make the picture smaller, or put it on a server and write its https: address."
    case .scheme(let scheme, _):
      scheme.lowercased() == "file"
        ? "Write the path alone." : "Write the path of a file, or an https: address."
    case .empty: "Fill it, or leave such rows out with --where."
    }
  }
}
