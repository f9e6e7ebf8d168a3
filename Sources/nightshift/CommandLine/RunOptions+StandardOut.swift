import BatchRunner

extension RunOptions {
  /// How many tokens the API of the run allows for an answer if the request sets no limit; `nil`:
  /// that is not documented.
  var standardOut: Int? {
    // The simulated API is that of the default address.
    if usesSandbox { return CostCeiling.assumedOut }
    let endpoint = try? Endpoint(baseURL ?? Endpoint.standard, allowsInsecureHTTP: true)
    return endpoint.flatMap(AskingAgain.standardLimit)
  }

  /// The most tokens that a single request may count, and the option that says so; `nil`: any number.
  var largestRequest: (tokens: Int, option: String)? {
    let limits = [
      tokensPerWindow.map { ($0, OptionDeclaration.tpm.name) },
      tokensPerDay.map { ($0, OptionDeclaration.tpd.name) },
    ]
    return limits.compactMap(\.self).min { $0.0 < $1.0 }
  }

  /// `--max-cost` or `--token-budget` is given.
  var isLimited: Bool { maxCost != nil || tokenBudget != nil }
}
