/// The words that may follow `nightshift`.
enum CommandName: String, CaseIterable {
  case run, check, estimate, status, prepare, export, key, sandbox, completions, help
}
