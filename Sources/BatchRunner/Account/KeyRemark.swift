import Basics

/// Something about a key that is worth a word, though it keeps nothing from running.
package enum KeyRemark: Sendable, Equatable {
  case unusualBeginning(KeySource)
  /// The file's mode lets others read it.
  case readableByOthers(path: String)
  /// In a git work tree, and no rule ignores it: the next commit may publish it.
  case notIgnoredByGit(path: String)

  package var sentence: String {
    switch self {
    case .unusualBeginning(let source): "The key in \(source) does not begin with 'sk-'."
    case .readableByOthers(let path): "Other users of this machine can read \(Printable(path))."
    case .notIgnoredByGit(let path): "git does not ignore \(Printable(path)), which holds a key."
    }
  }

  package var remedy: String {
    switch self {
    case .unusualBeginning: "It is used as it is; if it is refused, check that it was copied whole."
    case .readableByOthers(let path): "Run: chmod 600 \(ShellQuote.word(path))"
    case .notIgnoredByGit: "Add it to .gitignore before the next commit."
    }
  }
}
