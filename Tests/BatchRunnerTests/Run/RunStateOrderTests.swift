import Basics
import Testing

@testable import BatchRunner

/// In which order things are to be done. Who carries the orders out does it one after the other.
@Suite struct RunStateOrderTests {
  private static let refused = Diagnosis.keyRefused(message: "no")
  private static let empty = Diagnosis.insufficientBalance(BalanceShortfall(message: "empty"))
  private static let success = Diagnosis.succeeded(AnswerFacts())
  private static let failed = Diagnosis.failed(Failure(kind: .status(400), message: "bad"))
  private static let diskFull = FileError(path: "results.jsonl", operation: .write, code: 28)

  // MARK: One attempt

  @Test func `a start is journaled before it is sent, an outcome saved before its permit is back`()
  {
    var run = OrderSteps()
    #expect(run.begin(jobs: 1) == ["read jobs", "ask for 1"])
    #expect(run.grant(1) == ["journal 1"])
    #expect(run.journaled(1) == ["send 1"])
    #expect(run.ended(1, as: Self.success) == ["save 1"])
    #expect(run.saved(1) == ["limiter: start 1, back 1", "finish"])
  }

  @Test func `attempts that are allowed together are journaled, sent and saved together`() {
    var run = OrderSteps()
    run.begin(jobs: 3)
    #expect(run.grant(3) == ["journal 1 2 3"])
    #expect(run.journaled(1, 2, 3) == ["send 1 2 3"])
    #expect(run.ended(2, 3, as: Self.success) == ["save 2 3"])
    #expect(run.saved(2, 3) == ["limiter: start 2, start 3, back 2, back 3"])
    #expect(run.ended(1, as: Self.success) == ["save 1"])
    #expect(run.saved(1) == ["limiter: start 1, back 1", "finish"])
  }

  @Test func `the limiter hears of a first byte at once`() {
    var run = OrderSteps()
    run.send(2)
    let left = [(AttemptID(2), at: run.now)]
    let news = RunState.Event.news(left: left, ended: [], at: WallTime(milliseconds: 0))
    #expect(run.tell(news) == ["limiter: start 2"])
    #expect(run.ended(2, as: Self.success) == ["save 2"])
    #expect(run.saved(2) == ["limiter: back 2"])
  }

  @Test func `more permits are asked for before the disk is waited for`() {
    var run = OrderSteps()
    run.send(1, of: 3)
    // The wait that was begun after the grant is still there: there is never a second one.
    #expect(run.all.count { $0.hasPrefix("ask") } == 2)
    #expect(run.ended(1, as: Self.success) == ["save 1"])
    _ = run.grant(1)
    #expect(run.all.suffix(3) == ["journal 2", "limiter: start 1", "ask for 1"])
  }

  @Test func `a permit that nobody needs any more goes back at once`() {
    var run = OrderSteps()
    run.begin(jobs: 1)
    #expect(run.grant(3) == ["journal 1", "limiter: back 2, back 3"])
  }

  @Test func `permits that come after the end go back too`() {
    var run = OrderSteps()
    run.send(1, of: 9)
    _ = run.tell(.signal(2))
    _ = run.ended(1, as: Self.success)
    #expect(run.saved(1).last == "finish")
    // They were on their way already.
    #expect(run.grant(2) == ["limiter: back 2, back 3"])
  }

  @Test func `a retry reads its job again before it is journaled, with a permit of its own`() {
    var run = OrderSteps()
    run.send(1)
    let broken = Diagnosis.unanswered(Failure(kind: .status(500), message: "s"), .refused)
    #expect(run.ended(1, as: broken) == ["wake", "save 1", "wake"])
    #expect(run.saved(1) == ["limiter: start 1, back 1", "wake"])
    run.pass(.seconds(2))
    #expect(run.tell(.tick) == ["ask for 1"])
    #expect(run.grant(1) == ["read job 1 for 2"])
    let job = OrderSteps.job(JobPlace(file: 0, index: 0))
    #expect(run.tell(.jobReadAgain(AttemptID(2), job)) == ["journal 2"])
    #expect(run.journaled(2) == ["send 2"])
  }

  // MARK: Telling

  @Test func `a person hears of an outcome only after it is saved`() {
    var rules = RunRules(plan: Plan(name: .none, requestsPerWindow: nil, concurrency: 9))
    rules.maxFailures = 1
    var run = OrderSteps(rules)
    run.send(1, of: 2)
    #expect(
      run.ended(1, as: Self.failed) == ["gate: shut", "gate: hold", "save 1", "tell halted"])
    #expect(run.saved(1) == ["limiter: start 1, back 1", "finish"])
  }

  @Test func `a pause reaches the limiter before the disk is waited for, and people after`() {
    var run = OrderSteps()
    run.send(2, of: 9)
    let orders = run.ended(1, as: .slowDown(SlowDown()))
    #expect(
      orders == ["limiter: start 1, turned down 1, pause, widen", "save 1", "tell rate_limited"])
    #expect(run.saved(1).first == "limiter: back 1")
    // Both were under way together: that is one pause, and one widening.
    #expect(!run.ended(2, as: .slowDown(SlowDown())).joined().contains("widen"))
  }

  // MARK: The gate

  /// A transport that read a suspicious answer holds the gate until the answer is judged.
  @Test(arguments: [empty, refused, failed])
  func `the gate is held or shut before the transport's hold is released`(verdict: Diagnosis) {
    var rules = RunRules(plan: Plan(name: .none, requestsPerWindow: nil, concurrency: 9))
    rules.maxFailures = 1
    var run = OrderSteps(rules)
    run.send(2, of: 9)
    let orders = run.ended(1, 2, as: verdict, holdsGate: true)
    let gate = orders.filter { $0.hasPrefix("gate") }
    let releases = ["gate: releaseOfTransport", "gate: releaseOfTransport"]
    let isHalt = verdict != Self.refused
    #expect(gate == (isHalt ? ["gate: shut"] : []) + ["gate: hold"] + releases)
    #expect(orders.contains("save 1 2"))
    let lastOfGate = orders.lastIndex(of: "gate: releaseOfTransport")
    let save = orders.firstIndex(of: "save 1 2")
    #expect(lastOfGate! < save!)
  }

  @Test func `an answer that means no harm lets go of the gate, and the run goes on`() {
    var run = OrderSteps()
    run.send(1, of: 2)
    #expect(
      run.ended(1, as: Self.failed, holdsGate: true) == ["gate: releaseOfTransport", "save 1"])
    #expect(run.state.halt == nil)
  }

  @Test(arguments: [
    RunState.Event.signal(2), .halted(.diskFailed(diskFull)), .creditsReported(1), .tick,
  ])
  func `every halt shuts the gate for good, and gives back permits that come later`(
    event: RunState.Event
  ) {
    var rules = RunRules(plan: Plan(name: .none, requestsPerWindow: nil, concurrency: 9))
    rules.minCredits = 5
    rules.until = MonotonicInstant(nanoseconds: 1_000_000_000_000) + .seconds(60)
    var run = OrderSteps(rules)
    run.send(1, of: 3)
    if case .tick = event { run.pass(.seconds(60)) }
    #expect(run.tell(event) == ["gate: shut", "gate: hold", "tell halted"])
    #expect(run.grant(2) == ["limiter: back 2, back 3"])
    #expect(run.ended(1, as: Self.success) == ["save 1"])
    #expect(run.saved(1) == ["limiter: start 1, back 1", "finish"])
  }

  @Test func `a second signal drops what is in flight, a third changes nothing`() {
    var run = OrderSteps()
    run.send(2)
    #expect(run.tell(.signal(15)) == ["gate: shut", "gate: hold", "tell halted"])
    #expect(run.tell(.signal(2)) == ["cancel all"])
    #expect(run.ended(1, 2, as: .dropped(mayBePaid: true)) == ["save 1 2"])
    #expect(run.saved(1, 2).last == "finish")
    #expect(run.state.halt == .signal(15) && run.state.maybePaid == 2)
  }

  // MARK: The key

  @Test func `many refusals of one key read it again once`() {
    var run = OrderSteps()
    run.send(6, of: 12)
    #expect(
      run.ended(1, 2, as: Self.refused, holdsGate: true)
        == ["gate: hold", "gate: releaseOfTransport", "gate: releaseOfTransport", "save 1 2"])
    #expect(
      run.saved(1, 2) == ["limiter: start 1, start 2, back 1, back 2", "read key"])
    #expect(run.ended(3, as: Self.refused) == ["save 3"])
    #expect(run.saved(3) == ["limiter: start 3, back 3"])
    // While the key is read nothing starts: permits that were asked for before go back.
    #expect(run.grant(2) == ["limiter: back 7, back 8"])
    let goesOn = run.tell(.keyRead(isNew: true, message: ""))
    #expect(goesOn == ["ask for 9", "gate: release"])
    // Late refusals of the old key say nothing about the new one.
    #expect(run.ended(4, 5, as: Self.refused) == ["save 4 5"])
    _ = run.saved(4, 5)
    #expect(run.all.count { $0 == "read key" } == 1)
    // One of the new key does.
    _ = run.ended(6, as: Self.refused, generation: 1)
    #expect(run.saved(6) == ["limiter: start 6, back 6", "read key"])
  }

  @Test func `the same key halts the run, and the refused jobs are to do`() {
    var run = OrderSteps()
    run.send(1, of: 2)
    _ = run.ended(1, as: Self.refused)
    #expect(run.saved(1).contains("read key"))
    #expect(
      run.tell(.keyRead(isNew: false, message: "nothing new"))
        == ["gate: shut", "tell halted", "finish"])
    #expect(run.state.halt == .keyRefused(message: "nothing new", said: "no"))
  }

  @Test func `a run that has halted reads no key, however many refusals still come`() {
    var run = OrderSteps()
    run.send(3, of: 9)
    _ = run.ended(1, as: Self.refused)
    #expect(run.saved(1).contains("read key"))
    _ = run.tell(.keyRead(isNew: false, message: "nothing new"))
    #expect(run.ended(2, as: Self.refused) == ["save 2"])
    #expect(run.saved(2) == ["limiter: start 2, back 2"])
    _ = run.ended(3, as: Self.refused)
    #expect(run.saved(3) == ["limiter: start 3, back 3", "finish"])
  }

  // MARK: The cap

  @Test func `the cap is checked before a start, with everything in flight at its most`() {
    let cent = Money(dollars: 0.01)
    var run = OrderSteps(spending: Spending(cap: Money(dollars: 0.025)))
    run.begin(jobs: 4, ceiling: cent)
    #expect(run.grant(4) == ["journal 1 2", "limiter: back 3, back 4"])
    #expect(run.journaled(1, 2) == ["send 1 2"])
    // Nothing is billed for the first, so a third fits after all.
    #expect(run.ended(1, as: Self.failed) == ["ask for 2", "save 1"])
    #expect(run.saved(1) == ["limiter: start 1, back 1"])
    #expect(run.grant(2) == ["journal 3", "limiter: back 6"])
  }

  @Test func `a job that can never fit halts the run before anything is asked for`() {
    var run = OrderSteps(spending: Spending(cap: Money(dollars: 0.001)))
    let orders = run.begin(jobs: 2, ceiling: Money(dollars: 0.01))
    #expect(orders == ["read jobs", "gate: shut", "gate: hold", "tell halted", "finish"])
  }

  // MARK: The disk

  @Test func `starts that could not be journaled are not sent`() {
    var run = OrderSteps()
    run.begin(jobs: 2)
    _ = run.grant(2)
    let orders = run.tell(.startsNotJournaled([AttemptID(1), AttemptID(2)], Self.diskFull))
    #expect(
      orders == [
        "limiter: back 1, back 2", "gate: shut", "gate: hold", "tell halted", "finish",
      ])
    #expect(!run.all.contains { $0.hasPrefix("send") })
  }

  @Test func `what a failed disk did not take is kept for a last try, of its own file only`() {
    var run = OrderSteps(files: 2)
    run.begin(jobs: 2, files: 2)
    _ = run.grant(4)
    _ = run.journaled(1, 2, 3, 4)
    #expect(run.ended(1, as: Self.success) == ["save 1"])
    let failure = RunState.Event.outcomesNotSaved(
      part: 0, rest: Checkpoint.Commit(), Self.diskFull)
    #expect(
      run.tell(failure) == ["limiter: start 1", "gate: shut", "gate: hold", "tell halted"])
    #expect(run.saved(1) == ["limiter: back 1"])
    let wall = WallTime(milliseconds: 0)
    // Of the second and the third, only the one of the other file goes to the disk.
    let ends = [2, 3].map { number in
      AttemptEnd(
        Reply(
          attempt: AttemptID(number), result: .success(Response(status: 200, body: [])),
          leftAt: run.now, endedAt: run.now), Self.success)
    }
    var state = run.state
    var dice = SplitMix64(seed: 1)
    let orders = state.handle(
      .news(left: [], ended: ends, at: wall), at: run.now, using: &dice)
    for case .saveOutcomes(let commits, _) in orders {
      #expect(Array(commits.keys) == [1] && commits[1]?.succeeded.count == 1)
    }
    #expect(state.unsaved[0]?.map(\.succeeded.count) == [0, 1])
    _ = run.ended(2, 3, 4, as: Self.success)
    #expect(run.saved(2, 3, 4).last == "finish, saving what is left")
  }

  @Test func `a failed disk outranks what the user asked for, and is told once`() {
    var run = OrderSteps()
    run.send(1)
    #expect(run.tell(.signal(2)).last == "tell halted")
    #expect(run.tell(.halted(.diskFailed(Self.diskFull))) == ["tell halted"])
    #expect(run.tell(.halted(.diskFailed(Self.diskFull))).isEmpty)
    #expect(run.state.halt == .diskFailed(Self.diskFull))
  }
}
