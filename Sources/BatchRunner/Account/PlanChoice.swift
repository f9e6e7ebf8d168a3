/// What a user said about the limits of an account, before it became a ``Plan``.
package struct PlanChoice: Sendable, Equatable {
  /// From the option `--plan`.
  package var named: Plan.Name?
  /// From the variable `NIGHTSHIFT_PLAN`, which the option overrides.
  package var namedByVariable: Plan.Name?
  /// Starts in a window, from `--rpm`.
  package var requestsPerWindow: Int?
  package var concurrency: Int?
  package var window: Duration?
  package var margin: Duration?

  package init() {}

  /// - Parameter assumed: the plan where nobody named one.
  package func resolve(assuming assumed: Plan.Name) throws(PlanError) -> ResolvedPlan {
    if named == Plan.Name.none { try refuseWindowOptions() }
    let name = named ?? namedByVariable ?? assumed
    var plan: Plan
    switch name {
    case .free: plan = .free
    case .starter: plan = .starter
    case .none: plan = Plan(name: .none, requestsPerWindow: nil, concurrency: 8)
    case .pro: plan = try pro()
    }
    plan.requestsPerWindow = requestsPerWindow ?? plan.requestsPerWindow
    plan.concurrency = concurrency ?? plan.concurrency
    plan.window = window ?? plan.window
    plan.margin = margin ?? plan.margin
    let isGuess = named == nil && namedByVariable == nil
    return ResolvedPlan(
      plan: plan, assumed: isGuess && (requestsPerWindow == nil || concurrency == nil))
  }

  private func pro() throws(PlanError) -> Plan {
    guard let requestsPerWindow, let concurrency else {
      throw .incompletePro(
        missingRate: requestsPerWindow == nil, missingConcurrency: concurrency == nil)
    }
    return Plan(name: .pro, requestsPerWindow: requestsPerWindow, concurrency: concurrency)
  }

  private func refuseWindowOptions() throws(PlanError) {
    if let requestsPerWindow { throw .noWindow(option: "--rpm \(requestsPerWindow)") }
    if window != nil { throw .noWindow(option: "--window") }
    if margin != nil { throw .noWindow(option: "--window-margin") }
  }
}
