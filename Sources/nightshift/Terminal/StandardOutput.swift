import Basics

/// Standard output, for results.
enum StandardOutput {
  /// Ignores errors: the reader may have closed the pipe.
  static func write(_ text: String) {
    StandardStream.write(text, to: STDOUT_FILENO)
  }
}
