package import Basics

extension RunState {
  /// The run's progress. `view`: the state of its limiter at the same time.
  package mutating func progress(_ view: LimiterView, at now: MonotonicInstant) -> RunProgress {
    var progress = tally.progress(
      limits: view.limits, inFlight: inFlight.count, waitingToRetry: retries.count,
      waiting: waiting(view, at: now), isDraining: halt != nil, at: now)
    progress.learnedStartsPerSecond = view.learnedStartsPerSecond
    progress.spend = spends.reduce(Spend()) { $0 + $1 }
    progress.spendAtStart = settings.spends.reduce(Spend()) { $0 + $1 }.known
    progress.creditsPerUSD = settings.creditsPerUSD
    return progress
  }

  /// What keeps every request from starting now; `nil`: nothing does. If there are several reasons,
  /// the first of these is returned: empty balance, outage, pause by the server, full rate window.
  package func waiting(_ view: LimiterView, at now: MonotonicInstant) -> Waiting? {
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
    if let resume = view.pausedUntil, resume > now { return .serverLimit(now.duration(to: resume)) }
    guard let start = view.nextStart, start > now else { return nil }
    return .rateWindow(now.duration(to: start))
  }
}
