/// The options about an account's limits, which `run`, `estimate` and `sandbox` share; checked.
struct PlanArguments {
  /// `nil` if no plan was named.
  let plan: RunOptions.PlanName?
  let requestsPerWindow: Int?
  let concurrency: Int?
  let windowSeconds: Double?

  /// `variable` is the value of `NIGHTSHIFT_PLAN`, which counts if `option` was not given; `nil` if
  /// the command does not read that variable.
  init(
    _ list: ArgumentList, _ option: OptionDeclaration, variable: String? = nil
  ) throws(UsageError) {
    var source = option.name
    if let variable, !variable.isEmpty, !list.has(option) {
      source = "NIGHTSHIFT_PLAN"
      plan = try RunOptions.PlanName.read(variable, from: source)
    } else {
      plan = try list.choice(option, of: RunOptions.PlanName.self)
    }
    requestsPerWindow = try list.int(.rpm, in: 1...1_000_000)
    concurrency = try list.int(.concurrency, in: 1...10_000)
    windowSeconds = try list.double(
      .window, in: 0.01...86_400, words: "from 0.01 to 86400 seconds")
    try checkAgreement(source)
  }

  /// Throws if the plan does not fit the limits that were given.
  private func checkAgreement(_ source: String) throws(UsageError) {
    guard let plan else { return }
    let typed = source.hasPrefix("-") ? "\(source) \(plan.rawValue)" : "\(source)=\(plan.rawValue)"
    switch plan {
    case .pro where requestsPerWindow == nil || concurrency == nil:
      throw .incomplete(
        source: typed,
        others: requestsPerWindow == nil && concurrency == nil
          ? "--rpm and --concurrency" : requestsPerWindow == nil ? "--rpm" : "--concurrency")
    case .none where requestsPerWindow != nil:
      throw .contradiction(
        source: typed, other: "--rpm", reason: "this plan has no limit per minute.")
    default: break
    }
  }
}
