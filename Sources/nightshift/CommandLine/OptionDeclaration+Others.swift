/// Options of the other commands.
extension OptionDeclaration {
  static let help = OptionDeclaration("--help", help: "Prints this help. -h is the same.")
  static let version = OptionDeclaration("--version", help: "Prints the version.")
  static let json = OptionDeclaration(
    "--json", help: "Prints one JSON object to standard output.")

  static let watch = OptionDeclaration(
    "--watch",
    help: """
      Looks again every two seconds until the run ends. A terminal is updated in place; elsewhere, \
      a line is printed each time something has changed.
      """)

  static let pageOutput = OptionDeclaration(
    "--output", "FILE", .file,
    help: """
      File to write the page to; an existing file is replaced. - is standard output. -o is the \
      same as --output.
      """,
    defaultText: "report.html in the run directory", example: "--output morning.html")

  static let repairDryRun = OptionDeclaration(
    "--dry-run", help: "Says what would be changed, and changes nothing.")

  static let expectRevoked = OptionDeclaration(
    "--expect-revoked", help: "With check: succeeds only if the key is refused.")
  static let spend = OptionDeclaration(
    "--spend",
    help: """
      With check: if the API has no list of models, sends one chat request of one token, which may \
      be charged.
      """)
  static let model = OptionDeclaration(
    "--model", "MODEL", .text, help: "Model of the chat request that --spend sends.",
    defaultText: KeyCommand.standardModel, example: "--model openai/gpt-4o-mini")

  static let port = OptionDeclaration(
    "--port", "N", .number, help: "Port to listen on; 0 picks any free port.",
    defaultText: "8787", example: "--port 0")
  static let sandboxPlan = OptionDeclaration(
    "--plan", oneOf: RunOptions.PlanName.self,
    help: "Limits that the simulated API enforces. pro needs --rpm and --concurrency.",
    defaultText: "starter", example: "--plan free")
  static let credits = OptionDeclaration(
    "--credits", "N", .number, help: "Starting balance, in credits.",
    defaultText: "a balance that never runs out", example: "--credits 12")
  static let latency = OptionDeclaration(
    "--latency", "DURATION", .duration, help: "Time that every answer takes.",
    defaultText: "random; half of the answers take less than 0.8 s", example: "--latency 200ms")
  static let failureRate = OptionDeclaration(
    "--failure-rate", "SHARE", .number,
    help: "Share of requests that fail, from 0 to 1. All kinds of failure are equally likely.",
    defaultText: "0", example: "--failure-rate 0.05")
  static let seed = OptionDeclaration(
    "--seed", "N", .number,
    help: "Seed of the random numbers. The same seed gives the same answers.", defaultText: "1",
    example: "--seed 7")
}
