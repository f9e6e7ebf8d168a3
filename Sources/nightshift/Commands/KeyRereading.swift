import BatchRunner

/// Reads the key's sources again after the API refused the key.
enum KeyRereading {
  /// The key that is found now, if any, and what to report if it is not a new one: the words
  /// describe the refused key, and how to replace it.
  static func read(_ finder: KeyFinder) -> (key: APIKey?, refusal: String) {
    let found: FoundKey
    do throws(KeyError) {
      found = try finder.find()
    } catch .notSentInClear {
      return (nil, "no key was sent, because the API is not encrypted; name one with --key-file")
    } catch {
      return (nil, "the key that the run began with; no key can be found now")
    }
    let note =
      found.source.canChangeWhileRunning
      ? "put a new key there while a run is on, and the run uses it by itself"
      : "a variable cannot change in a running process"
    return (found.key, "the key from \(found.source); \(note)")
  }
}
