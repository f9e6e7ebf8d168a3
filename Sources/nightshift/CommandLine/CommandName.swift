/// The words that may follow `nightshift`.
enum CommandName: String, CaseIterable {
  case run, check, estimate, status, key, sandbox, completions, help
}
