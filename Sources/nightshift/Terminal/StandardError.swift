import Basics

/// Standard error, for messages and progress.
package enum StandardError {
  /// Ignores errors: a run must not end because its messages cannot be written.
  package static func write(_ text: String) {
    StandardStream.write(text, to: STDERR_FILENO)
  }
}
