import Basics

/// Standard error, in whole pieces.
package enum StandardError {
  /// Gives up silently: where nobody can be told, a run must not die of it.
  package static func write(_ text: String) {
    StandardStream.write(text, to: STDERR_FILENO)
  }
}
