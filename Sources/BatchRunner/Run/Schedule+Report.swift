package import Basics

extension Schedule {
  /// The limits in force.
  package var limits: Plan {
    var plan = rules.plan
    plan.requestsPerWindow = rate.limit
    plan.margin = rate.margin
    return plan
  }

  /// What holds everybody back at this moment; `nil`: nothing does.
  package func waiting(at now: Moment) -> Waiting? {
    guard halt == nil else { return nil }
    switch balance.state {
    case .empty(let probeAt): return .balance(nextProbe: max(.zero, now.duration(to: probeAt)))
    case .probing: return .balance(nextProbe: nil)
    case .enough: break
    }
    if let since = outage.since {
      return .outage(
        since: since.duration(to: now), reason: outage.reason,
        nextProbe: outage.probeAt.map { max(.zero, now.duration(to: $0)) })
    }
    if let quietUntil, quietUntil > now { return .serverLimit(now.duration(to: quietUntil)) }
    var rate = rate
    guard inFlight < rules.plan.concurrency, let start = rate.earliestStart(at: now), start > now
    else { return nil }
    return .rateWindow(now.duration(to: start))
  }
}
