import Basics

/// Where a key was looked for.
package enum KeySource: Sendable, Equatable, CustomStringConvertible {
  case variable(String)
  /// The path as the user knows it; `line` counts from 1.
  case file(path: String, line: Int)

  package var description: String {
    switch self {
    case .variable(let name): "the environment variable \(name)"
    case .file(let path, let line): "\(Printable(path)), line \(line)"
    }
  }

  /// A file can be read again; a variable is fixed when a process starts.
  package var canChangeWhileRunning: Bool {
    switch self {
    case .variable: false
    case .file: true
    }
  }
}
