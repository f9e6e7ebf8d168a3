import BatchRunner

/// The limits of a run: the plan that the user chose, with the options that override it.
struct PlanChoice: Equatable {
  private(set) var plan: Plan
  /// The user named neither a plan nor both of its limits, so the program says which plan it took.
  let isAssumed: Bool

  init(_ options: RunOptions) {
    let name = options.plan ?? (options.usesSandbox ? .starter : .free)
    var plan = Self.plan(named: name)
    plan.requestsPerWindow = options.requestsPerWindow ?? plan.requestsPerWindow
    plan.concurrency = options.concurrency ?? plan.concurrency
    if let seconds = options.windowSeconds { plan.window = .seconds(seconds) }
    if let seconds = options.windowMarginSeconds { plan.margin = .seconds(seconds) }
    plan.tokensPerWindow = options.tokensPerWindow
    plan.requestsPerDay = options.requestsPerDay
    plan.tokensPerDay = options.tokensPerDay
    plan.isPerModel = options.limitsPer == .model
    self.plan = plan
    isAssumed =
      options.plan == nil && (options.requestsPerWindow == nil || options.concurrency == nil)
  }

  /// The same with at most so many requests at once.
  func with(concurrency: Int) -> PlanChoice {
    var choice = self
    choice.plan.concurrency = concurrency
    return choice
  }

  private static func plan(named name: RunOptions.PlanName) -> Plan {
    switch name {
    case .free: .free
    case .starter: .starter
    // Both limits come from options: `PlanArguments` refuses this plan without them.
    case .pro: Plan(name: .pro, requestsPerWindow: nil, concurrency: 8)
    case .none: Plan(name: .none, requestsPerWindow: nil, concurrency: 8)
    }
  }
}
