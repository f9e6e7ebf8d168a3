import Basics
import BatchRunner
import CurlTransport
import Dispatch
import Planning
import Reports

/// One session of a run, from the opened directories to the summary: what this process does until
/// it ends. A resumed run has several sessions.
struct RunSession {
  let options: RunOptions
  let plan: Plan
  let endpoint: Endpoint
  let parts: [RunPart]
  let costs: RunCosts
  let keys: KeyRing
  /// Reads the key again after the API refused it, and says what to report if it is the same one.
  let readKey: @Sendable () -> (key: APIKey?, refusal: String)
  let expectation: Expectation
  let askingAgain: AskingAgain
  let environment: [String: String]
  let console: Console

  /// Runs the jobs and prints the summary. `typed` are the arguments that the user typed.
  func perform(typed: [String]) async throws(CommandError) -> RunEnd {
    let source = try source()
    let started = BootClock.now
    let gate = Gate()
    let transport = CurlTransport(configuration, keys: keys, gate: gate)
    let balance = BalanceAddress(transport: transport)
    let credits = try await credits(balance)
    let events = events
    let rules = rules(at: started)
    let limiter = ConcurrencyLimiter(limiterState(rules, at: started))
    let checkpoints = try checkpoints()
    var world = RunActor.Dependencies(
      transport: transport, limiter: limiter, gate: gate, keys: keys, readKey: readKey
    ) { [console] notice, sentence in
      console.report(notice, sentence)
      events?.handle(notice, sentence)
    }
    world.tickInterval = RunningTime.interval
    let run = RunActor(
      zip(parts, checkpoints).map { RunActor.Part(jobs: $0.jobs, checkpoint: $1) },
      RunState(settings(rules), at: started), jobs: source, expecting: expectation,
      askingAgain: askingAgain, pricing: costs.pricing, in: world)
    for checkpoint in checkpoints {
      await checkpoint.onFailure { error in Task { await run.stop(.diskFailed(error)) } }
    }
    if let credits { await run.creditsReported(credits) }
    try await begin(checkpoints)
    // One task reads the stream, so signals reach the run in the order in which they came.
    let (numbers, continuation) = AsyncStream.makeStream(of: Int32.self)
    let signals = SignalWatch { continuation.yield($0) }
    let listener = Task { for await number in numbers { await run.interrupt(number) } }
    let ticker = ticker(run, events, balance: credits == nil ? nil : balance)
    let estimate = estimate()
    let halt = await run.run()
    ticker.cancel()
    await ticker.value
    listener.cancel()
    withExtendedLifetime(signals) {}
    estimate.cancel()
    let session = EndedSession(
      halt: halt, lost: await run.lost, since: started, estimate: await estimate.value,
      events: events)
    return await end(session, run, checkpoints, typed: typed)
  }

  private var configuration: CurlTransport.Configuration {
    var configuration = CurlTransport.Configuration(
      endpoint: endpoint, timeout: options.timeout, caFile: options.caFile,
      concurrency: plan.concurrency, userAgent: "nightshift/\(Version.program)")
    configuration.asksForStreams = options.asksForStreams
    configuration.idleTimeout = options.idleTimeout
    return configuration
  }

  /// `nil` without `--on-event`.
  private var events: EventRunner? {
    options.onEvent.map {
      EventRunner(
        $0, environment: environment, keys: keys, console: console,
        runs: RunEvent.Runs(
          runIDs: parts.map(\.manifest.runID), jobFiles: parts.map(\.manifest.jobFile),
          directories: parts.map(\.directory.path)))
    }
  }

  /// The estimate for the summary. It is made while the run is on, so that the first request does
  /// not wait for it; `nil` if it fails.
  private func estimate() -> Task<Estimate?, Never> {
    let question = EstimateQuestion(options, plan)
    return Task { [parts, options, costs] in
      // It reads the whole job file, which would block a thread of the task pool.
      await BlockingCall.run("nightshift est") {
        (try? Estimator(before: parts, options, prices: costs.prices))?.estimate(question)
      }
    }
  }

  private func settings(_ rules: RunRules) -> RunState.Settings {
    var settings = RunState.Settings(rules: rules)
    settings.wall = .now
    settings.runIDs = parts.map(\.manifest.runID)
    settings.models = Set(parts.flatMap(\.jobs.models.names)).sorted()
    settings.sendsIdempotencyKey = options.sendsIdempotencyKey
    settings.asksForStreams = options.asksForStreams
    settings.creditsPerUSD = options.creditsPerUSD
    settings.spends = costs.earlier
    settings.spending = costs.spending
    settings.lastAttempt = parts.map(\.recovery.lastAttempt).max() ?? 0
    settings.progress = startingProgress
    if let last = parts.compactMap(\.recovery.journal.streak).max(by: { $0.position < $1.position })
    {
      settings.streak = FailureStreak(after: last)
    }
    return settings
  }

  /// The jobs that this session must run.
  private func source() throws(CommandError) -> JobSource {
    let files = parts.map(\.jobs)
    let retriesFailed = options.retriesFailed
    var sample: [Set<Int>]?
    if let pilot = options.pilot {
      do throws(JobReaderError) {
        sample = try PilotSample.draw(
          pilot, from: files, retriesFailed: retriesFailed,
          seed: XXHash64.hash(parts[0].manifest.runID))
      } catch {
        throw CommandError(error)
      }
    }
    return JobSource(
      files, limit: options.limit,
      pricing: options.isLimited || plan.countsTokens ? costs.pricing : nil
    ) { [sample] file, index in
      files[file].table[state: index].isToDo(retriesFailed: retriesFailed)
        && sample?[file].contains(index) ?? true
    }
  }

  /// The current credits, if `--min-credits` needs them; `nil` otherwise.
  ///
  /// Answers report credits only when they are low, so a higher limit needs the API's balance
  /// address. Throws if the API has none.
  private func credits(_ balance: BalanceAddress) async throws(CommandError) -> Double? {
    guard let least = options.minCredits, least >= BalanceAddress.reportedBelow else { return nil }
    guard let credits = await balance.credits() else {
      throw CommandError(status: .usage, error: UnknownCredits(least: least))
    }
    return credits
  }

  /// The options as rules of the run. Wall-clock times become instants relative to `now`.
  private func rules(at now: MonotonicInstant) -> RunRules {
    var rules = RunRules(plan: plan)
    rules.maxAttempts = options.maxAttempts
    rules.jobTimeout = options.jobTimeout
    rules.grace = options.grace
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

  /// The limiter at the start of the session. Requests that earlier sessions started within the
  /// last rate window count.
  private func limiterState(_ rules: RunRules, at now: MonotonicInstant) -> LimiterState {
    let histories = parts.map {
      $0.recovery.journal.history(at: now, limit: plan.requestsPerWindow)
    }
    let clocks = BothClocks(boot: now, wall: .now)
    return LimiterState(
      rules.plan, history: histories.flatMap(\.starts),
      uncertain: histories.reduce(0) { $0 + $1.uncertain },
      earlier: parts.flatMap { $0.recovery.journal.startsOfDay(at: clocks) },
      learned: parts.compactMap(\.manifest.totals.learnedStartsPerSecond).min(), at: now)
  }

  /// What earlier sessions have done.
  private var startingProgress: BatchRunner.RunProgress {
    var progress = BatchRunner.RunProgress()
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

  /// Opens the files of each run directory for appending.
  private func checkpoints() throws(CommandError) -> [Checkpoint] {
    let redactor = Redactor([keys.current.key].compactMap { $0 })
    var checkpoints: [Checkpoint] = []
    for part in parts {
      do throws(FileError) {
        checkpoints.append(
          try Checkpoint(
            part.recovery, lock: part.lock, manifest: part.manifest, redactor: redactor))
      } catch {
        throw CommandError(status: .diskFailed, error: error)
      }
    }
    return checkpoints
  }

  /// Writes the beginning of the session to each journal.
  private func begin(_ checkpoints: [Checkpoint]) async throws(CommandError) {
    for (part, checkpoint) in zip(parts, checkpoints) {
      let found = part.recovery.reconciliation
      do throws(FileError) {
        try await checkpoint.note([
          .began(
            at: .now, boot: BootClock.bootID, version: Version.program, plan: plan,
            jobs: part.jobs.table.count, toDo: found.toDo)
        ])
      } catch {
        throw CommandError(status: .diskFailed, error: error)
      }
    }
  }

  /// Four times a second, tells the run the time and shows its progress. Asks for the balance once
  /// a minute if `balance` is not `nil`.
  private func ticker(
    _ run: RunActor, _ events: EventRunner?, balance: BalanceAddress?
  ) -> Task<Void, Never> {
    Task { [console] in
      var ticks = 0
      while !Task.isCancelled {
        let progress = await run.tick()
        console.show(progress)
        events?.update(progress)
        ticks += 1
        if ticks % 240 == 0, let credits = await balance?.credits() {
          await run.creditsReported(credits)
        }
        try? await Task.sleep(for: RunningTime.interval)
      }
    }
  }
}

// MARK: - The end

extension RunSession {
  /// What is known when the last request has ended.
  private struct EndedSession {
    var halt: Halt?
    /// The number of answers that could not be written to disk.
    let lost: Int
    /// When the session began.
    let since: MonotonicInstant
    let estimate: Estimate?
    let events: EventRunner?
  }

  /// Closes the checkpoints, prints the summary and passes the end to `--on-event`.
  private func end(
    _ session: EndedSession, _ run: RunActor, _ checkpoints: [Checkpoint], typed: [String]
  ) async -> RunEnd {
    var halt = session.halt
    var counts: [(succeeded: Int, failed: Int, toDo: Int)] = []
    for checkpoint in checkpoints { counts.append(await checkpoint.counts) }
    let progress = await run.progress()
    let lasted = session.since.duration(to: BootClock.now)
    let spends = await run.spends
    let comparison = comparison(
      session, progress, lasted, await run.answeredJobs, await run.tokenCounts)
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

  /// The estimate of this session beside what it really took; `nil` without an estimate.
  private func comparison(
    _ session: EndedSession, _ progress: BatchRunner.RunProgress, _ lasted: Duration,
    _ answered: [String: Int], _ counts: [String: TokenCount]
  ) -> Comparison? {
    let earlier = progress.spendAtStart
    return session.estimate.flatMap {
      Comparison(
        $0, progress, answered: answered, spent: (progress.spend.known - earlier).dollars,
        lasted: lasted, counts: counts)
    }
  }

  /// The totals of all sessions. Those of earlier sessions come from the journal, which also
  /// contains sessions that were killed.
  private func totals(
    _ part: RunPart, _ counts: (succeeded: Int, failed: Int, toDo: Int),
    _ progress: BatchRunner.RunProgress, _ spend: Spend
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
    totals.spendUnknownUSD = spend.unknownCeiling.dollars
    totals.unknownCosts = spend.unknown
    totals.unpriced = spend.unpriced
    totals.learnedStartsPerSecond = progress.learnedStartsPerSecond
    return totals
  }

  /// The files for the summary; files without lines are left out.
  private func files(_ directory: RunDirectory) -> [RunSummary.File] {
    [directory.results, directory.failures, directory.unusable, directory.journal].compactMap {
      guard let lines = LineCount.of($0), lines > 0 else { return nil }
      return RunSummary.File(path: $0, lines: lines)
    }
  }
}

/// The error when `--min-credits` needs a balance that the API does not report.
struct UnknownCredits: UserFacing {
  let least: Double
  var problem: String {
    "--min-credits \(least): answers report credits only below 10, and this API has no balance "
      + "address."
  }
  var remedy: String? { "Choose a number below 10." }
}
