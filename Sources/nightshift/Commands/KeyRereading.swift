import BatchRunner

/// Reads the key's sources again after a refusal.
enum KeyRereading {
  /// The key that stands there now, if any, and what to say if it is no new one.
  static func read(_ finder: KeyFinder) -> (key: APIKey?, refusal: String) {
    guard let found = try? finder.find() else {
      return (nil, "the key that the run began with, and none is to be found now")
    }
    let note =
      found.source.canChangeWhileRunning
      ? "put a new one there, and the run takes it up by itself the next time"
      : "a variable cannot change in a running process"
    return (found.key, "the key from \(found.source); \(note)")
  }
}
