import BatchRunner

/// The environment of an `--on-event` command: nightshift's own, without the API key.
enum EventEnvironment {
  /// `all` without the key's variables and without any variable that contains one of `keys`, raw or
  /// in an encoding that ``Redactor`` knows.
  static func variables(_ all: [String: String], without keys: [APIKey]) -> [String: String] {
    let redactor = Redactor(keys)
    return all.filter { name, value in
      name != "SKILLBOSS_KEY" && name != "SKILLBOSS_API_KEY" && redactor.redact(value) == value
        && !keys.contains { !$0.secret.isEmpty && value.contains($0.secret) }
    }
  }
}
