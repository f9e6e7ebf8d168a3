import Basics
import SandboxAPI
import Testing

@testable import BatchRunner

@Suite(.timeLimit(.minutes(3))) struct RunActorTests {
  private static func plan(_ limit: Int?, _ concurrency: Int) -> Plan {
    Plan(name: .starter, requestsPerWindow: limit, concurrency: concurrency)
  }

  // MARK: Start and finish

  @Test(arguments: [1, 4, 99])
  func `every job is done once, and each start stands in the journal before its request leaves`(
    concurrency: Int
  ) async throws {
    var setting = RunStage.Setting()
    setting.jobs = [100]
    setting.rules.plan = Self.plan(nil, concurrency)
    let stage = try RunStage(setting)
    await stage.play()
    #expect(stage.halt == nil && stage.isComplete(jobs: 100))
    #expect(stage.transport.sent.count == 100)
    #expect(stage.isJournaledFirst)
    let stats = stage.transport.inner.stats
    #expect(stats.largestConcurrency <= concurrency && stats.duplicates == 0)
    let view = await stage.limiter.view()
    #expect(view.inFlight == 0)
    #expect(await stage.run.progress().succeeded == 100)
  }

  @Test func `a run without jobs is over at once`() async throws {
    var setting = RunStage.Setting()
    setting.jobs = [0]
    let stage = try RunStage(setting)
    await stage.play()
    #expect(stage.halt == nil && stage.transport.sent.isEmpty)
  }

  @Test func `a run waits for the window, and no longer`() async throws {
    var setting = RunStage.Setting()
    setting.jobs = [45]
    setting.rules.plan = Self.plan(10, 10)
    let stage = try RunStage(setting)
    let start = stage.clock.now
    await stage.play()
    let starts = stage.transport.starts
    #expect(stage.isComplete(jobs: 45))
    #expect(LimiterStateTests.most(starts, in: .seconds(60)) == 10)
    let length = try start.duration(to: #require(starts.last))
    #expect(length >= .seconds(4 * 60.5) && length < .seconds(5 * 60.5))
  }

  @Test func `several files share one run and its limiter, and each gets its own results`()
    async throws
  {
    var setting = RunStage.Setting()
    setting.jobs = [12, 3, 20]
    setting.rules.plan = Self.plan(10, 3)
    let stage = try RunStage(setting)
    await stage.play()
    for (part, count) in setting.jobs.enumerated() {
      #expect(stage.isComplete(part, jobs: count))
    }
    #expect(LimiterStateTests.most(stage.transport.starts, in: .seconds(60)) == 10)
    #expect(stage.transport.inner.stats.largestConcurrency == 3)
    #expect(stage.isJournaledFirst)
  }

  // MARK: Signals

  @Test func `the first signal starts nothing more, and what is in flight is kept`() async throws {
    let stage = try RunStage()
    stage.begin()
    await stage.wait { stage.transport.sent.count == 4 }
    await stage.run.interrupt(15)
    await RunStage.finish([stage])
    #expect(stage.halt == .signal(15))
    #expect(stage.transport.sent.count == 4 && stage.results().count == 4)
    #expect(stage.notices == [.halted(.signal(15))])
    #expect(await stage.limiter.view().inFlight == 0)
  }

  @Test func `the second signal drops what is in flight, at once`() async throws {
    let stage = try RunStage()
    stage.begin()
    await stage.wait { stage.transport.sent.count == 4 }
    let start = stage.clock.now
    await stage.run.interrupt(2)
    await stage.run.interrupt(2)
    await stage.wait { stage.isOver }
    #expect(stage.halt == .signal(2) && stage.clock.now == start)
    #expect(stage.results().isEmpty && stage.failures().isEmpty)
    #expect(await stage.run.maybePaid == 4)
    #expect(stage.journal().split(separator: "\n").count { $0.contains("left to do") } == 4)
    #expect(await stage.limiter.view().inFlight == 0)
  }

  @Test func `a signal while the run waits for the window ends it at once, and its wait too`()
    async throws
  {
    var setting = RunStage.Setting(latency: .zero)
    setting.rules.plan = Self.plan(2, 9)
    let stage = try RunStage(setting)
    stage.begin()
    await stage.goOn { stage.results().count == 2 }
    let now = stage.clock.now
    await stage.run.interrupt(2)
    await stage.wait { stage.isOver }
    #expect(stage.clock.now < now + .seconds(1))
    #expect(stage.transport.sent.count == 2)
    // Nobody waits at the limiter any more, so its alarm is off the clock.
    await stage.wait { stage.clock.nextActionTime == nil }
  }

  // MARK: Balance

  @Test(arguments: EmptyBalance.allCases)
  func `once the balance is empty nothing starts, and the jobs turned away are to do`(
    shape: EmptyBalance
  ) async throws {
    var setting = RunStage.Setting()
    setting.jobs = [40]
    setting.scenario.credits = 9
    setting.scenario.emptyBalance = shape
    let stage = try RunStage(setting)
    await stage.play()
    guard case .insufficientBalance = stage.halt else {
      Issue.record("halted by \(String(describing: stage.halt))")
      return
    }
    #expect(stage.results().count == 9 && stage.failures().isEmpty)
    let stats = stage.transport.inner.stats
    // Words that may also mean a rate limit are tested by four probes.
    let probes = shape == .insufficientQuota ? 4 : 0
    #expect(stats.accepted == 9 && stats.received <= 9 + 4 + probes)
    let halted = stage.notices.count { if case .halted = $0 { true } else { false } }
    #expect(halted == 1)
    #expect(await stage.limiter.view().inFlight == 0)
  }

  @Test func `with wait, the run probes until credits are back, and loses no job`() async throws {
    var setting = RunStage.Setting()
    setting.jobs = [20]
    setting.scenario.credits = 5
    setting.rules.onInsufficientBalance = .wait(poll: .seconds(60))
    let stage = try RunStage(setting)
    let start = stage.clock.now
    stage.begin()
    await stage.goOn { start.duration(to: stage.clock.now) > .seconds(600) }
    let before = stage.transport.inner.stats.received
    stage.transport.inner.setCredits(nil)
    await RunStage.finish([stage])
    #expect(stage.halt == nil && stage.isComplete(jobs: 20))
    print("M1: \(before) requests in ten minutes with 5 credits, probes every minute")
    #expect((12...20).contains(before))
  }

  // MARK: The key

  @Test func `a key that was changed in its source is taken up, and no job is lost`() async throws {
    var setting = RunStage.Setting()
    setting.jobs = [30]
    setting.scenario.keys = .only(["sk-new-0123456789"])
    setting.keyInSource = "sk-new-0123456789"
    let stage = try RunStage(setting)
    await stage.play()
    #expect(stage.halt == nil && stage.isComplete(jobs: 30))
    #expect(stage.keyReads == 1 && stage.keys.current.generation == 1)
    #expect(stage.transport.inner.stats.keyRefused <= 4)
  }

  @Test func `the same key again halts the run, with nothing failed`() async throws {
    var setting = RunStage.Setting()
    setting.scenario.keys = .only(["sk-new-0123456789"])
    let stage = try RunStage(setting)
    await stage.play()
    #expect(
      stage.halt
        == .keyRefused(message: "no other key was found", said: "Invalid API key"))
    #expect(stage.keyReads == 1)
    #expect(stage.results().isEmpty && stage.failures().isEmpty)
    #expect(stage.transport.inner.stats.received <= 4)
  }

  // MARK: The disk

  /// The k-th write fails, and all after it, or that one only: then there is room for a last try.
  @Test(arguments: [1, Int.max])
  func `a full disk halts the run, and what was paid for is written in a last try or counted`(
    failures: Int
  ) async throws {
    var (lost, kept, halts) = (0, 0, 0)
    for writes in 0..<14 {
      let stage = try RunStage()
      stage.disk.fill(after: writes, failures: failures)
      await stage.play()
      guard case .diskFailed(let error) = stage.halt else {
        // So many writes are too few to get that far, and nothing failed.
        #expect(stage.isComplete(jobs: 10))
        continue
      }
      halts += 1
      #expect(error.isDiskFull && error.operation == .write)
      let results = stage.results()
      #expect(!results.contains("damaged") && Set(results).count == results.count)
      // Every answer that came is in the file, or is counted as lost.
      let answered = stage.transport.inner.stats.answeredByStatus[200] ?? 0
      let missing = await stage.run.lost
      #expect(results.count + missing == answered)
      if failures == 1 { #expect(missing == 0) }
      #expect(stage.isJournaledFirst)
      #expect(await stage.limiter.view().inFlight == 0)
      (lost, kept) = (lost + missing, kept + results.count)
    }
    print("D7: \(halts) full disks, \(kept) answers kept, \(lost) counted as lost")
    #expect(halts >= 8 && (failures == 1 || lost > 0))
  }

  // MARK: Trouble

  @Test func `failed requests are tried again, and no job is lost or done twice`() async throws {
    var (attempts, failed) = (0, 0)
    for seed in 0..<5 {
      var setting = RunStage.Setting()
      setting.jobs = [60]
      setting.scenario.seed = UInt64(seed)
      setting.scenario.faults = [.serverError: 0.15, .unavailable: 0.1, .rateLimited: 0.05]
      let stage = try RunStage(setting)
      await stage.play()
      let fates = stage.results() + stage.failures()
      #expect(stage.halt == nil && fates.count == 60 && Set(fates).count == 60)
      #expect(stage.isJournaledFirst)
      #expect(await stage.limiter.view().inFlight == 0)
      attempts += stage.transport.sent.count
      failed += stage.failures().count
    }
    print("M5: \(attempts) attempts at 300 jobs, \(failed) failed")
    #expect(attempts > 330 && failed < 15)
  }

  @Test func `a server that is away for ten minutes is waited for, with few requests`()
    async throws
  {
    var setting = RunStage.Setting()
    setting.jobs = [30]
    setting.scenario.outages = [
      Scenario.Outage(from: .seconds(3), to: .seconds(603), kind: .unavailable)
    ]
    let stage = try RunStage(setting)
    await stage.play()
    #expect(stage.halt == nil && stage.isComplete(jobs: 30))
    let faults = stage.transport.inner.stats.faults
    print("M7: \(faults) requests in ten minutes of status 503")
    #expect(faults < 60)
    let kinds = stage.notices.map(\.kind)
    #expect(kinds == ["outage", "recovered"])
  }

  // MARK: The cap

  @Test(arguments: [0, 1, 3, 7])
  func `the spend never passes the cap, and the run stops where the next job does not fit`(
    fitting: Int
  ) async throws {
    var setting = RunStage.Setting()
    // Ten tokens out at a thousand dollars a million: each answer costs a cent.
    setting.scenario.text = .fixed("one two three four five six seven eight nine ten")
    setting.cap = Money(dollars: 0.01 * Double(fitting) + 0.005)
    let stage = try RunStage(setting)
    await stage.play()
    guard case .cost(let spent, _, _) = stage.halt else {
      Issue.record("halted by \(String(describing: stage.halt))")
      return
    }
    #expect(spent == Money(dollars: 0.01 * Double(fitting)))
    #expect(stage.results().count == fitting && stage.transport.sent.count == fitting)
    #expect(await stage.run.spends.map(\.known) == [spent])
  }

  // MARK: Two runs

  @Test func `two runs that share a limiter keep to it together, and both get on`() async throws {
    var setting = RunStage.Setting(latency: .seconds(2))
    setting.jobs = [25]
    setting.rules.plan = Self.plan(10, 4)
    let account = RunStage.Account(setting.rules.plan)
    let stages = [try RunStage(setting, on: account), try RunStage(setting, on: account)]
    let start = account.clock.now
    for stage in stages { stage.begin() }
    await RunStage.finish(stages)
    #expect(stages.allSatisfy { $0.halt == nil && $0.isComplete(jobs: 25) })
    let starts = stages.flatMap(\.transport.starts).sorted()
    let most = LimiterStateTests.most(starts, in: .seconds(60))
    let length = start.duration(to: starts[49])
    print("M9: two runs, 50 starts in \(length), at most \(most) in any minute")
    #expect(starts.count == 50 && most == 10)
    #expect(length >= .seconds(4 * 60.5) && length < .seconds(5 * 60.5))
    // Neither had to wait for the other to end.
    let halfway = start + .seconds(130)
    #expect(stages.allSatisfy { stage in stage.transport.starts.contains { $0 < halfway } })
    #expect(await account.limiter.view().inFlight == 0)
  }

  @Test func `a run that ends gives its place to the other`() async throws {
    var setting = RunStage.Setting()
    setting.jobs = [8]
    setting.rules.plan = Self.plan(4, 2)
    let account = RunStage.Account(setting.rules.plan)
    let (first, second) = (
      try RunStage(setting, on: account), try RunStage(setting, on: account)
    )
    first.begin()
    second.begin()
    await first.wait { first.transport.sent.count + second.transport.sent.count == 2 }
    await first.run.interrupt(2)
    await RunStage.finish([first, second])
    #expect(first.halt == .signal(2) && second.isComplete(jobs: 8))
    #expect(await account.limiter.view().inFlight == 0)
  }
}
