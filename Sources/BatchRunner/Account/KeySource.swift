/// Where a key came from, in words that a user can act on.
package enum KeySource: Sendable, Equatable, CustomStringConvertible {
  case variable(String)
  /// Lines count from 1; paths are as the user would type them.
  case line(path: String, number: Int)
  /// The file holds nothing but the key.
  case file(path: String)

  package var description: String {
    switch self {
    case .variable(let name): "the environment variable \(name)"
    case .line(let path, let number): "\(path), line \(number)"
    case .file(let path): path
    }
  }

  /// A file may hold another key when it is read again; the variables of a running process cannot
  /// change.
  package var canChange: Bool {
    if case .variable = self { false } else { true }
  }

  package var path: String? {
    switch self {
    case .variable: nil
    case .line(let path, _), .file(let path): path
    }
  }
}
