import Basics
import BatchRunner
import CurlTransport
import Dispatch
import Planning
import Reports

/// One process's work on a run: from opened directories to the summary.
struct RunSession {
  let options: RunOptions
  let plan: Plan
  let endpoint: Endpoint
  let parts: [RunPart]
  let costs: RunCosts
  let keys: KeyRing
  let readKey: @Sendable () -> (key: APIKey?, refusal: String)
  let expectation: Expectation
  let environment: [String: String]
  let console: Console

  func perform(typed: [String]) async throws(Stop) -> RunEnd {
    let started = BootClock.now
    let gate = Gate()
    let transport = CurlTransport(
      CurlTransport.Configuration(
        endpoint: endpoint, timeout: options.timeout, caFile: options.caFile,
        concurrency: plan.concurrency, userAgent: "nightshift/\(Version.program)"),
      keys: keys, gate: gate)
    let balance = BalanceAddress(transport: transport)
    let credits = try await credits(balance)
    let events = events
    let rules = rules(at: started)
    let limiter = ConcurrencyLimiter(limiterState(rules, at: started))
    let checkpoints = try checkpoints()
    let world = RunActor.World(
      transport: transport, limiter: limiter, gate: gate, keys: keys, readKey: readKey
    ) { [console] notice, sentence in
      console.tell(notice, sentence)
      events?.tell(notice, sentence)
    }
    let run = RunActor(
      zip(parts, checkpoints).map { RunActor.Part(jobs: $0.jobs, checkpoint: $1) },
      RunState(settings(rules), at: started), jobs: source, expecting: expectation,
      pricing: Pricing(costs.prices), in: world)
    for checkpoint in checkpoints {
      await checkpoint.onFailure { error in Task { await run.stop(.diskFailed(error)) } }
    }
    if let credits { await run.creditsAre(credits) }
    try await begin(checkpoints)
    // One consumer, so that signals arrive in their order.
    let (numbers, heard) = AsyncStream.makeStream(of: Int32.self)
    let signals = SignalWatch { heard.yield($0) }
    let listener = Task { for await number in numbers { await run.interrupt(number) } }
    let ticker = ticker(run, events, balance: credits == nil ? nil : balance)
    let estimate = estimate()
    let halt = await run.run()
    ticker.cancel()
    await ticker.value
    listener.cancel()
    withExtendedLifetime(signals) {}
    estimate.cancel()
    let session = Ended(
      halt: halt, lost: await run.lost, since: started, estimate: await estimate.value,
      events: events)
    return await end(session, run, checkpoints, typed: typed)
  }

  private var events: EventRunner? {
    options.onEvent.map {
      EventRunner(
        $0, environment: environment, keys: keys, console: console,
        frame: RunEvent.Frame(
          runIDs: parts.map(\.manifest.runID), jobFiles: parts.map(\.manifest.jobFile),
          directories: parts.map(\.directory.path)))
    }
  }

  /// Made beside the run, so that the first request does not wait for it.
  private func estimate() -> Task<Estimate?, Never> {
    let question = EstimateQuestion(options, plan)
    return Task { [parts, options, costs] in
      // It reads the whole job file.
      await BlockingCall.run("nightshift est") {
        (try? EstimateDesk(before: parts, options, prices: costs.prices))?.estimate(question)
      }
    }
  }

  private func settings(_ rules: RunRules) -> RunState.Settings {
    var settings = RunState.Settings(rules: rules)
    settings.runIDs = parts.map(\.manifest.runID)
    settings.sendsIdempotencyKey = options.sendsIdempotencyKey
    settings.creditsPerUSD = options.creditsPerUSD
    settings.spends = costs.earlier
    settings.spending = costs.spending
    settings.lastAttempt = parts.map(\.recovery.lastAttempt).max() ?? 0
    settings.progress = startingProgress
    return settings
  }

  /// The jobs that are to be run now.
  private var source: JobSource {
    let files = parts.map(\.jobs)
    let retriesFailed = options.retriesFailed
    let sample = options.pilot.map {
      PilotSample.draw(
        $0, from: files, retriesFailed: retriesFailed,
        seed: XXHash64.hash(parts[0].manifest.runID))
    }
    return JobSource(
      files, limit: options.limit, pricing: options.maxCost == nil ? nil : Pricing(costs.prices)
    ) { file, index in
      files[file].table[state: index].isToDo(retriesFailed: retriesFailed)
        && sample?[file].contains(index) ?? true
    }
  }

  /// Credits of ten and more are in no answer, so a limit that high needs the balance address.
  private func credits(_ balance: BalanceAddress) async throws(Stop) -> Double? {
    guard let least = options.minCredits, least >= BalanceAddress.reportedBelow else { return nil }
    guard let credits = await balance.credits() else {
      throw Stop(status: .usage, error: UnknownCredits(least: least))
    }
    return credits
  }

  private func rules(at now: MonotonicInstant) -> RunRules {
    var rules = RunRules(plan: plan)
    rules.maxAttempts = options.maxAttempts
    rules.maxOutage = options.maxOutage
    rules.minCredits = options.minCredits
    rules.until = options.until.map {
      now + .milliseconds($0.milliseconds - WallTime.now.milliseconds)
    }
    if options.onInsufficientBalance == .wait {
      rules.onInsufficientBalance = .wait(poll: options.balancePoll)
    }
    switch options.maxFailures {
    case .count(let count): rules.maxFailures = count
    case .percent(let percent):
      rules.maxFailures = max(1, Int((Double(startingProgress.jobs) * percent / 100).rounded(.up)))
    case nil: break
    }
    return rules
  }

  /// Starts of earlier sessions count.
  private func limiterState(_ rules: RunRules, at now: MonotonicInstant) -> LimiterState {
    let histories = parts.map {
      $0.recovery.journal.history(at: now, limit: plan.requestsPerWindow)
    }
    return LimiterState(
      rules.plan, history: histories.flatMap(\.starts),
      uncertain: histories.reduce(0) { $0 + $1.uncertain }, at: now)
  }

  private var startingProgress: BatchRunner.Progress {
    var progress = BatchRunner.Progress()
    for part in parts {
      let found = part.recovery.reconciliation
      let again = options.retriesFailed ? found.failed : 0
      progress.jobs += part.jobs.table.count
      progress.succeeded += found.done
      progress.failed += found.failed - again
      progress.toDoAtStart += found.toDo + again
    }
    if let limit = options.limit ?? options.pilot {
      progress.toDoAtStart = min(progress.toDoAtStart, limit)
    }
    return progress
  }

  private func checkpoints() throws(Stop) -> [Checkpoint] {
    let redactor = Redactor([keys.current.key].compactMap { $0 })
    var checkpoints: [Checkpoint] = []
    for part in parts {
      do throws(FileError) {
        checkpoints.append(
          try Checkpoint(
            part.recovery, lock: part.lock, manifest: part.manifest, redactor: redactor))
      } catch {
        throw Stop(status: .diskFailed, error: error)
      }
    }
    return checkpoints
  }

  private func begin(_ checkpoints: [Checkpoint]) async throws(Stop) {
    for (part, checkpoint) in zip(parts, checkpoints) {
      let found = part.recovery.reconciliation
      do throws(FileError) {
        try await checkpoint.note([
          .began(
            at: .now, boot: BootClock.bootID, version: Version.program, plan: plan,
            jobs: part.jobs.table.count, toDo: found.toDo)
        ])
      } catch {
        throw Stop(status: .diskFailed, error: error)
      }
    }
  }

  /// Looks at the clock four times a second, shows where the run stands, and asks for the balance
  /// once a minute where a limit needs it.
  private func ticker(
    _ run: RunActor, _ events: EventRunner?, balance: BalanceAddress?
  ) -> Task<Void, Never> {
    Task { [console] in
      var ticks = 0
      while !Task.isCancelled {
        let progress = await run.tick()
        console.show(progress)
        events?.progressIs(progress)
        ticks += 1
        if ticks % 240 == 0, let credits = await balance?.credits() {
          await run.creditsAre(credits)
        }
        try? await Task.sleep(for: .milliseconds(250))
      }
    }
  }
}

// MARK: - The end

extension RunSession {
  private struct Ended {
    var halt: Halt?
    /// Answers that could not be written.
    let lost: Int
    let since: MonotonicInstant
    let estimate: Estimate?
    let events: EventRunner?
  }

  private func end(
    _ session: Ended, _ run: RunActor, _ checkpoints: [Checkpoint], typed: [String]
  ) async -> RunEnd {
    var halt = session.halt
    var counts: [(succeeded: Int, failed: Int, toDo: Int)] = []
    for checkpoint in checkpoints { counts.append(await checkpoint.counts) }
    let progress = await run.progress()
    let lasted = session.since.duration(to: BootClock.now)
    let spends = await run.spends
    let comparison = comparison(session, progress, lasted)
    for (index, checkpoint) in checkpoints.enumerated() {
      let end = RunEnd(halt: halt, failed: counts[index].failed, toDo: counts[index].toDo)
      let text = await run.redact(halt?.cause ?? "")
      do throws(FileError) {
        try await checkpoint.close(
          status: end.status, state: end.state(toDo: counts[index].toDo), text: text,
          totals: totals(parts[index], counts[index], progress, spends[index]),
          comparison: comparison)
      } catch {
        halt = .diskFailed(error)
      }
    }
    let end = RunEnd(
      halt: halt, failed: counts.reduce(0) { $0 + $1.failed },
      toDo: counts.reduce(0) { $0 + $1.toDo })
    let cause = await run.redact(halt?.cause ?? "")
    var summary = RunSummary(
      progress: progress, wallTime: lasted, exitStatus: end.status,
      halt: halt.map { RunSummary.Halt(cause: cause, remedy: $0.remedy) })
    summary.progress.succeeded = counts.reduce(0) { $0 + $1.succeeded }
    summary.progress.failed = end.failed
    summary.ambiguousAttempts = await run.maybePaid
    summary.inFlightAtCrash = parts.flatMap { $0.crashed.map(\.job) }
    summary.comparison = comparison
    if progress.spend.known > .zero { summary.priceSource = costs.prices.source }
    summary.nextCommand = end.nextCommand(typed)
    summary.files = parts.flatMap { files($0.directory) }
    console.finish(summary)
    if session.lost > 0 {
      console.warn("\(session.lost) answers could not be written to the disk.", help: nil)
    }
    await session.events?.end(summary)
    return end
  }

  private func comparison(
    _ session: Ended, _ progress: BatchRunner.Progress, _ lasted: Duration
  ) -> Comparison? {
    let earlier = progress.spendAtStart
    return session.estimate.flatMap {
      Comparison($0, progress, spent: (progress.spend.known - earlier).dollars, lasted: lasted)
    }
  }

  /// Totals of all sessions: the earlier ones' are read from the journal, which also knows the
  /// ones that were killed.
  private func totals(
    _ part: RunPart, _ counts: (succeeded: Int, failed: Int, toDo: Int),
    _ progress: BatchRunner.Progress, _ spend: Spend
  ) -> Manifest.Totals {
    var totals = Manifest.Totals()
    totals.jobs = part.jobs.table.count
    totals.succeeded = counts.succeeded
    totals.failed = counts.failed
    let earlier = part.recovery.journal
    totals.attempts = earlier.attemptsSent + progress.attempts
    totals.tokensIn = earlier.tokensIn + progress.tokensIn
    totals.tokensOut = earlier.tokensOut + progress.tokensOut
    totals.creditsLeft = progress.creditsLeft
    totals.spendUSD = spend.known.dollars
    totals.spendPerhapsUSD = spend.perhaps.dollars
    totals.unpriced = spend.unpriced
    return totals
  }

  private func files(_ directory: RunDirectory) -> [RunSummary.File] {
    [directory.results, directory.failures, directory.unusable, directory.journal].compactMap {
      guard let lines = LineCount.of($0), lines > 0 else { return nil }
      return RunSummary.File(path: $0, lines: lines)
    }
  }
}

/// `--min-credits` asks for what the API does not tell.
struct UnknownCredits: UserFacing {
  let least: Double
  var problem: String {
    "--min-credits \(least): answers report credits below 10 only, and this API has no balance "
      + "address that would tell more."
  }
  var remedy: String? { "Choose a number below 10." }
}
