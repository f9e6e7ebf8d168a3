/// What is odd about a key that was found, though it can be used.
package enum KeyRemark: Sendable, Equatable {
  case noPrefix(KeySource)
  /// The mode's last nine bits.
  case readableByOthers(path: String, mode: UInt16)
  /// The file lies in a git work tree, and git would take it into a commit.
  case notIgnoredByGit(path: String)

  package var problem: String {
    switch self {
    case .noPrefix(let source): "The key from \(source) does not begin with 'sk-'."
    case .readableByOthers(let path, let mode):
      "\(path) holds a key and is open to other users (mode 0\(String(mode, radix: 8)))."
    case .notIgnoredByGit(let path):
      "\(path) holds a key and is not ignored by git, so a commit could publish it."
    }
  }

  package var remedy: String {
    switch self {
    case .noPrefix: "It is used as it is. If it is refused, look for a truncated copy."
    case .readableByOthers(let path, _): "chmod 600 \(path)"
    case .notIgnoredByGit(let path):
      "Add '\(path.split(separator: "/").last ?? "")' to .gitignore."
    }
  }
}
