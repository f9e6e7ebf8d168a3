import BatchRunner

/// The limits that a run keeps to, out of what the user chose.
struct PlanChoice: Equatable {
  let plan: Plan
  /// Nobody named a plan or both of its limits, so the user should hear which one was taken.
  let isAssumed: Bool

  init(_ options: RunOptions) {
    let name = options.plan ?? (options.usesSandbox ? .starter : .free)
    var plan = Self.plan(named: name)
    plan.requestsPerWindow = options.requestsPerWindow ?? plan.requestsPerWindow
    plan.concurrency = options.concurrency ?? plan.concurrency
    if let seconds = options.windowSeconds { plan.window = .seconds(seconds) }
    if let seconds = options.windowMarginSeconds { plan.margin = .seconds(seconds) }
    self.plan = plan
    isAssumed =
      options.plan == nil && (options.requestsPerWindow == nil || options.concurrency == nil)
  }

  private static func plan(named name: RunOptions.PlanName) -> Plan {
    switch name {
    case .free: .free
    case .starter: .starter
    // The command line is refused unless it brings both limits.
    case .pro: Plan(name: .pro, requestsPerWindow: nil, concurrency: 8)
    case .none: Plan(name: .none, requestsPerWindow: nil, concurrency: 8)
    }
  }
}
