import Basics

/// A warning about a key that does not keep the run from starting.
package enum KeyRemark: Sendable, Equatable {
  case unusualBeginning(KeySource)
  /// The file's mode lets other users read or write it.
  case readableByOthers(path: String)
  /// The mode would let other users read it, but the file system may not keep modes.
  case unknownReaders(path: String, fileSystem: String)
  /// The file is in a git work tree and no rule ignores it, so the next commit may publish it.
  case notIgnoredByGit(path: String)

  package var sentence: String {
    switch self {
    case .unusualBeginning(let source): "The key in \(source) does not begin with 'sk-'."
    case .readableByOthers(let path): "Other users of this machine can read \(Printable(path))."
    case .unknownReaders(let path, let fileSystem):
      "\(Printable(path)) is on a file system (\(fileSystem)) that may not keep file modes, so it "
        + "is not known who can read it."
    case .notIgnoredByGit(let path): "git does not ignore \(Printable(path)), which contains a key."
    }
  }

  package var remedy: String {
    switch self {
    case .unusualBeginning:
      "It is used as it is. If it is refused, check that the whole key was copied."
    case .readableByOthers(let path): "Run: chmod 600 \(ShellQuote.word(path))"
    case .unknownReaders:
      "Check there who may read it, or keep the key in a file on a local disk."
    case .notIgnoredByGit: "Add it to .gitignore before the next commit."
    }
  }
}
