/// Options of the other commands.
extension OptionDeclaration {
  static let help = OptionDeclaration("--help", does: "Prints this help; -h does too.")
  static let version = OptionDeclaration("--version", does: "Prints the version.")
  static let json = OptionDeclaration(
    "--json", does: "Prints one JSON object to standard output.")

  static let watch = OptionDeclaration(
    "--watch",
    does: """
      Looks again each two seconds until the run ends: in place on a terminal, else a line each \
      time something has changed.
      """)

  static let expectRevoked = OptionDeclaration(
    "--expect-revoked", does: "With check: succeeds only if the key is refused.")
  static let spend = OptionDeclaration(
    "--spend",
    does: """
      With check: where the API has no list of models, sends one chat request of one token, which \
      may be charged.
      """)
  static let model = OptionDeclaration(
    "--model", "MODEL", .text, does: "The model that --spend asks.",
    standard: KeyCommand.standardModel, example: "--model openai/gpt-4o-mini")

  static let port = OptionDeclaration(
    "--port", "N", .number, does: "Port to listen on; 0 takes any free one.", standard: "8787",
    example: "--port 0")
  static let sandboxPlan = OptionDeclaration(
    "--plan", oneOf: RunOptions.PlanName.self,
    does: "Limits that the simulated API enforces. pro needs --rpm and --concurrency.",
    standard: "starter", example: "--plan free")
  static let credits = OptionDeclaration(
    "--credits", "N", .number, does: "Balance to begin with.", standard: "never runs out",
    example: "--credits 12")
  static let latency = OptionDeclaration(
    "--latency", "DURATION", .duration, does: "Mean time that an answer takes.",
    standard: "the simulation's", example: "--latency 200ms")
  static let failureRate = OptionDeclaration(
    "--failure-rate", "SHARE", .number,
    does: "Share of requests, from 0 to 1, that fail in one way or another.", standard: "0",
    example: "--failure-rate 0.05")
  static let seed = OptionDeclaration(
    "--seed", "N", .number, does: "The same seed gives the same answers.", standard: "1",
    example: "--seed 7")
}
