/// Limits that contradict each other, or that are not all there.
package enum PlanError: Error, Equatable {
  case incompletePro(missingRate: Bool, missingConcurrency: Bool)
  /// The plan `none` was named together with an option about the rate window.
  case noWindow(option: String)
}

extension PlanError: UserFacing {
  package var problem: String {
    switch self {
    case .incompletePro(let rate, let concurrency):
      "The plan 'pro' needs \(PlanError.missing(rate: rate, concurrency: concurrency)): "
        + "its limits are negotiated, so they cannot be assumed."
    case .noWindow(let option):
      "'--plan none' has no limit per window, so it contradicts '\(option)'."
    }
  }

  package var remedy: String? {
    switch self {
    case .incompletePro: "For example: --plan pro --rpm 300 --concurrency 40"
    case .noWindow: "Leave one of the two out."
    }
  }

  private static func missing(rate: Bool, concurrency: Bool) -> String {
    switch (rate, concurrency) {
    case (true, true): "--rpm and --concurrency"
    case (true, false): "--rpm"
    default: "--concurrency"
    }
  }
}
