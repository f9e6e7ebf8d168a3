/// The commands, in the order in which help lists them.
enum CommandName: String, CaseIterable {
  case run, check, estimate, status, report, prepare, export, show, diff, repair, key, sandbox,
    completions, help
}
