import Foundation

/// Standard output, for results.
enum StandardOutput {
  /// Gives up silently when nobody reads any more.
  static func write(_ text: String) {
    FileHandle.standardOutput.writeQuietly(text)
  }
}

extension FileHandle {
  fileprivate func writeQuietly(_ text: String) {
    try? write(contentsOf: Data(text.utf8))
  }
}
