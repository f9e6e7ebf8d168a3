import Basics

/// Standard output, for results.
enum StandardOutput {
  /// Gives up silently when nobody reads any more.
  static func write(_ text: String) {
    StandardStream.write(text, to: STDOUT_FILENO)
  }
}
