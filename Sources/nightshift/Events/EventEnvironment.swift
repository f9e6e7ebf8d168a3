import BatchRunner

/// What a command of the user's finds in its environment: ours, without the key.
enum EventEnvironment {
  static func variables(_ all: [String: String], without keys: [APIKey]) -> [String: String] {
    let redactor = Redactor(keys)
    return all.filter { name, value in
      name != "SKILLBOSS_KEY" && name != "SKILLBOSS_API_KEY" && redactor.redact(value) == value
        && !keys.contains { !$0.secret.isEmpty && value.contains($0.secret) }
    }
  }
}
