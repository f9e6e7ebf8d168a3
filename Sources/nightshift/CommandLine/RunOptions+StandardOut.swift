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

  /// `--max-cost` or `--token-budget` is given.
  var isLimited: Bool { maxCost != nil || tokenBudget != nil }
}
