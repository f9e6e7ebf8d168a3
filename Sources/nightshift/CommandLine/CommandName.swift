/// The words that may follow `nightshift`.
enum CommandName: String, CaseIterable {
  case run, check, status, prepare, export, key, sandbox, completions, help
}
