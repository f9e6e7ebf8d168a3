package import Basics

extension RunState {
  /// The run's progress. `view`: the state of its limiter at the same time.
  package mutating func progress(_ view: LimiterView, at now: MonotonicInstant) -> RunProgress {
    var progress = tally.progress(
      limits: view.limits, inFlight: inFlight.count, waitingToRetry: retries.count,
      waiting: waiting(view, at: now), isDraining: halt != nil, at: now)
    progress.learnedStartsPerSecond = view.learnedStartsPerSecond
    progress.waitingModels = waitingModels(view, at: now)
    progress.spend = spends.reduce(Spend()) { $0 + $1 }
    progress.spendAtStart = settings.spends.reduce(Spend()) { $0 + $1 }.known
    progress.creditsPerUSD = settings.creditsPerUSD
    progress.stragglers = stragglers(progress, at: now)
    return progress
  }

  private func waitingModels(_ view: LimiterView, at now: MonotonicInstant) -> [ModelWait] {
    guard halt == nil, view.holds.account ?? now <= now else { return [] }
    let waits = view.holds.models.filter { $0.value > now }
    return waits.sorted { ($0.value, $0.key) < ($1.value, $1.key) }
      .map { ModelWait(model: $0.key, length: now.duration(to: $0.value)) }
  }

  private func stragglers(_ progress: RunProgress, at now: MonotonicInstant) -> [Straggler] {
    guard Stragglers.isNearEnd(left: progress.leftNow, of: progress.toDoAtStart) else { return [] }
    let requests = inFlight.values.compactMap { attempt in
      attempt.job.map {
        let gaps = time.stoodStill - attempt.stoodStillBefore
        return Straggler(
          job: $0.id, model: $0.model, age: attempt.startedAt.duration(to: now) - gaps)
      }
    }
    return stragglers.among(requests, left: progress.leftNow, of: progress.toDoAtStart)
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
    if let resume = [pauseEnd(at: now), view.emptyUntil].compactMap({ $0 }).max(), resume > now {
      let length = now.duration(to: resume)
      if let daily = view.holds.daily, daily.until >= resume {
        return .dailyLimit(length, words: daily.words)
      }
      return .serverLimit(length)
    }
    guard let start = view.nextStart, start > now else { return nil }
    return .rateWindow(now.duration(to: start))
  }

  /// The first end of a pause, if every model that is left pauses; `nil`: one of them need not.
  private func pauseEnd(at now: MonotonicInstant) -> MonotonicInstant? {
    let ends = modelsLeft.map { waits.end(of: $0) ?? now }
    return ends.contains { $0 <= now } ? nil : ends.min()
  }
}
