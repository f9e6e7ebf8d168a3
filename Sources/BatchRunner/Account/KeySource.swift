import Basics

/// The place where a key, or a text in its place, was found.
package enum KeySource: Sendable, Equatable, CustomStringConvertible {
  /// An environment variable.
  case variable(String)
  /// `path`: as the user typed it. `line`: from 1.
  case file(path: String, line: Int)

  package var description: String {
    switch self {
    case .variable(let name): "the environment variable \(name)"
    case .file(let path, let line): "\(Printable(path)), line \(line)"
    }
  }

  /// Whether the key can change during a run: a file can be read again, but a variable is fixed
  /// when the process starts.
  package var canChangeWhileRunning: Bool {
    switch self {
    case .variable: false
    case .file: true
    }
  }
}
