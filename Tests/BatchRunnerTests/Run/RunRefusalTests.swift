import Basics
import Testing

@testable import BatchRunner
@testable import RunSamples

/// How a run reacts to refusals, in simulated time.
@Suite struct RunRefusalTests {
  private static let start = MonotonicInstant(nanoseconds: 1_000_000_000_000)
  private static let shortfall = BalanceShortfall(message: "exceeded your quota")
  private static let answer = Diagnosis.succeeded(AnswerFacts())
  private static let slowDown = Diagnosis.slowDown(SlowDown(message: "slow down"))

  private static func status(_ status: Int, _ message: String = "s") -> Failure {
    Failure(kind: .status(status), message: message)
  }

  private static func notice(retryAfter: String) -> RateNotice {
    var headers = ResponseHeaders()
    headers.retryAfter = retryAfter
    return RateNotice(headers, wall: 0)
  }

  /// The seconds from the first start to each of the others.
  private static func seconds(_ night: Night) -> [Double] {
    night.starts.map { night.starts[0].at.duration(to: $0.at) / .seconds(1) }
  }

  // MARK: Pace

  @Test(arguments: [(SlowDown.Limit.rate, true), (.daily, false), (.parallel, false)])
  func `a limit of a day, of requests in flight or of one job teaches no pace`(
    limit: SlowDown.Limit, isLearned: Bool
  ) {
    var night = Night(jobs: 60, rules: .limiting(nil, 4)) { _, _, started in
      Night.Treatment(
        diagnosis: started == 20 ? .slowDown(SlowDown(limit: limit)) : Self.answer)
    }
    night.run()
    #expect(night.stored.count == 60 && (night.learned != nil) == isLearned)
    // One job is too large for the limit, and is turned down until it is found out.
    var large = Night(jobs: 600, rules: .limiting(60, 4)) { job, _, _ in
      Night.Treatment(diagnosis: job == 3 ? Self.slowDown : Self.answer)
    }
    large.run()
    #expect(large.stored.count == 599 && large.failed.count == 1 && large.learned == nil)
  }

  // MARK: Balance

  @Test func `unclear words about the balance lead to four probes, and then to the halt`() {
    var night = Night(jobs: 50, rules: .limiting(nil, 1)) { job, _, _ in
      Night.Treatment(
        latency: .zero,
        diagnosis: job < 3 ? Self.answer : .perhapsInsufficientBalance(Self.shortfall))
    }
    night.run()
    #expect(night.halt == .insufficientBalance(Self.shortfall))
    #expect(Self.seconds(night) == [0, 0, 0, 0, 2, 10, 30, 60])
    #expect(night.starts.map(\.job) == [0, 1, 2, 3, 3, 3, 3, 3])
    #expect(night.left == [3] && night.failed.isEmpty)
  }

  /// At DashScope the same words are a limit of tokens per minute.
  @Test func `a probe that succeeds shows that the words were about a rate limit`() {
    var night = Night(jobs: 50, rules: .limiting(nil, 4)) { _, now, _ in
      let isFull = now >= Self.start + .seconds(3) && now < Self.start + .seconds(20)
      return Night.Treatment(
        diagnosis: isFull ? .perhapsInsufficientBalance(Self.shortfall) : Self.answer)
    }
    night.run()
    #expect(night.halt == nil && night.stored.count == 50)
    let probes = night.starts.filter(\.isProbe)
    print("M1: \(probes.count) probes until the doubt was over")
    #expect(probes.count == 3)
  }

  @Test func `a wait that the server names goes before the waits of our own`() {
    var night = Night(jobs: 5, rules: .limiting(nil, 1)) { _, _, started in
      started == 1
        ? Night.Treatment(
          latency: .zero, diagnosis: .perhapsInsufficientBalance(Self.shortfall),
          rate: Self.notice(retryAfter: "17"))
        : Night.Treatment(latency: .zero)
    }
    night.run()
    #expect(Self.seconds(night) == [0, 0, 17, 17, 17, 17])
  }

  @Test(arguments: [Diagnosis.Trouble.unreachable, .refused])
  func `a service that goes away while the balance is in doubt is not stormed`(
    trouble: Diagnosis.Trouble
  ) {
    let failure =
      trouble == .refused
      ? Self.status(500) : Failure(kind: .connectionFailed, message: "refused")
    var night = Night(jobs: 20, rules: .limiting(nil, 4)) { _, now, _ in
      let isGone = now > Self.start + .seconds(1) && now < Self.start + .seconds(3600)
      return Night.Treatment(
        latency: .milliseconds(100),
        diagnosis: now == Self.start
          ? .perhapsInsufficientBalance(Self.shortfall)
          : isGone ? .unanswered(failure, trouble) : Self.answer)
    }
    night.run()
    print("M7: \(night.starts.count) attempts in an hour without the service, balance in doubt")
    #expect(night.starts.count < 300)
    #expect(night.stored.count == 20 && night.halt == nil)
  }

  @Test func `a balance that comes back by itself is waited for, and tested with one job`() {
    var night = Night(jobs: 8, rules: .limiting(nil, 1)) { _, _, started in
      (2...3).contains(started)
        ? Night.Treatment(
          latency: .zero, diagnosis: .balanceReturns(Self.shortfall),
          rate: Self.notice(retryAfter: "4"))
        : Night.Treatment(latency: .zero)
    }
    night.run()
    #expect(night.halt == nil && night.stored.count == 8)
    #expect(Self.seconds(night).prefix(5) == [0, 0, 0, 4, 8])
    #expect(night.starts.filter(\.isProbe).count == 2)
  }

  @Test func `a balance that is said to come back, and never does, ends the run`() {
    var rules = RunRules.limiting(nil, 1)
    rules.maxOutage = .seconds(100)
    var night = Night(jobs: 8, rules: rules) { _, _, _ in
      Night.Treatment(
        latency: .zero, diagnosis: .balanceReturns(Self.shortfall),
        rate: Self.notice(retryAfter: "4"))
    }
    night.run()
    guard case .turnedDown = night.halt else { return #expect(Bool(false)) }
    #expect(night.failed.isEmpty && night.starts.count < 30)
  }

  // MARK: Rate limit

  @Test func `a Retry-After of zero is no storm`() {
    var night = Night(jobs: 50, rules: .limiting(nil, 8)) { _, _, _ in
      Night.Treatment(
        latency: .milliseconds(10), diagnosis: Self.slowDown, rate: Self.notice(retryAfter: "0"))
    }
    night.run(for: .seconds(600))
    print("M6: \(night.starts.count) starts in 10 minutes of 429 with Retry-After: 0")
    #expect(night.starts.count < 30 && night.failed.isEmpty)
  }

  @Test(arguments: [(hint: nil, plan: 60, first: 60.0), (nil, 0, 1), ("0.2", 0, 1), ("7", 60, 7)])
  func `a pause is as long as the server asks, and at least a second`(
    hint: String?, plan: Int, first: Double
  ) {
    var night = Night(jobs: 2, rules: .limiting(plan == 0 ? nil : plan, 1)) { _, _, started in
      Night.Treatment(
        latency: .zero, diagnosis: started == 0 ? Self.slowDown : Self.answer,
        rate: started == 0 ? hint.map(Self.notice) : nil)
    }
    night.run()
    #expect(Self.seconds(night)[1] == first)
  }

  /// LiteLLM sends `Retry-After: 60` for a limit of parallel requests, and a place is free a second
  /// later (litellm 1.108.7).
  @Test func `a limit of requests in flight means fewer at once, whatever Retry-After says`() {
    let most = 3
    var ends: [MonotonicInstant] = []
    var refused = 0
    var night = Night(jobs: 200, rules: .limiting(nil, 16)) { _, now, _ in
      ends.removeAll { $0 <= now }
      guard ends.count < most else {
        refused += 1
        return Night.Treatment(
          latency: .milliseconds(10),
          diagnosis: .slowDown(SlowDown(limit: .parallel, message: "too many at once")),
          rate: Self.notice(retryAfter: "60"))
      }
      ends.append(now + .seconds(1))
      return Night.Treatment(latency: .seconds(1))
    }
    night.run()
    let took = Self.start.duration(to: night.now) / .seconds(1)
    print("M16: 200 jobs, \(most) at once: \(took) s, best possible 67 s, \(refused) turned down")
    #expect(night.stored.count == 200 && took < 200 && refused < 100)
  }

  // MARK: One job

  @Test func `a job that is told to be too large fails alone, and nobody waits for it`() {
    var night = Night(jobs: 40, rules: .limiting(nil, 2)) { job, _, _ in
      job == 3
        ? Night.Treatment(
          latency: .milliseconds(10), diagnosis: .tooLarge(Self.status(429, "too large")),
          rate: Self.notice(retryAfter: "60"))
        : Night.Treatment()
    }
    night.run()
    #expect(night.failed.keys.sorted() == [3] && night.stored.count == 39)
    #expect(night.starts.count { $0.job == 3 } == 5)
    let others = night.starts.last { $0.job != 3 }
    #expect((others?.at).map { Self.start.duration(to: $0) < .seconds(30) } == true)
  }

  @Test func `a job that is always turned down while others succeed is too large, told or not`() {
    var night = Night(jobs: 400, rules: .limiting(nil, 4)) { job, _, _ in
      job == 3
        ? Night.Treatment(
          latency: .milliseconds(10), diagnosis: Self.slowDown, rate: Self.notice(retryAfter: "2"))
        : Night.Treatment()
    }
    night.run()
    #expect(night.halt == nil && night.stored.count == 399)
    #expect(night.failed[3]?.code == "too_large_for_limit")
    print("M11: \(night.starts.count { $0.job == 3 }) attempts at the job that is too large")
  }

  @Test func `jobs that are turned down with all others are never taken for too large`() {
    var night = Night(jobs: 30, rules: .limiting(nil, 4)) { _, now, _ in
      now < Self.start + .seconds(3600)
        ? Night.Treatment(latency: .milliseconds(10), diagnosis: Self.slowDown) : Night.Treatment()
    }
    night.run()
    #expect(night.stored.count == 30 && night.failed.isEmpty)
  }

  // MARK: Server errors of single jobs

  /// llama.cpp answers 500 to each picture if the model reads only text (xllamacpp 2026.10.11549).
  @Test func `jobs that each meet the same server error fail, and the run ends`() {
    var night = Night(jobs: 100, rules: .limiting(nil, 4)) { job, _, _ in
      job % 5 == 0
        ? Night.Treatment(
          latency: .milliseconds(50),
          diagnosis: .unanswered(Self.status(500, "image input is not supported"), .refused))
        : Night.Treatment()
    }
    night.run()
    #expect(night.halt == nil && night.stored.count == 80 && night.failed.count == 20)
    let took = Self.start.duration(to: night.now)
    print("M11: 20 jobs that always meet 500, among 80 others: \(took.words)")
    #expect(took < .seconds(600))
  }

  @Test func `words that a job met and then succeeded are the service's again`() {
    var errors = RepeatedErrors()
    let jobs = (0..<5).map { JobPlace(file: 0, index: $0) }
    for job in jobs.prefix(3) {
      errors.met("500 s", job)
      errors.jobSucceeded(jobs[4], words: nil)
    }
    #expect(errors.belongToJobs("500 s") && !errors.belongToJobs("500 t"))
    errors.jobSucceeded(jobs[0], words: "500 s")
    #expect(!errors.belongToJobs("500 s"))
  }

  @Test func `a job's own success, or one before it, says nothing about its error`() {
    var errors = RepeatedErrors()
    let jobs = (0..<4).map { JobPlace(file: 0, index: $0) }
    errors.jobSucceeded(jobs[3], words: nil)
    for job in jobs.prefix(3) { errors.met("500 s", job) }
    errors.jobSucceeded(jobs[0], words: nil)
    #expect(!errors.belongToJobs("500 s"))
    errors.jobSucceeded(jobs[3], words: nil)
    #expect(errors.belongToJobs("500 s"))
  }

  // MARK: Perhaps charged

  @Test func `a timeout of the server's queue lowers the load, and the job is sent twice at most`()
  {
    var inFlight: [MonotonicInstant] = []
    var timeouts = 0
    var night = Night(jobs: 300, rules: .limiting(nil, 16)) { _, now, _ in
      inFlight.removeAll { $0 <= now }
      let isTooMany = inFlight.count >= 6
      if isTooMany { timeouts += 1 }
      inFlight.append(now + .seconds(1))
      return Night.Treatment(
        diagnosis: isTooMany ? .unanswered(Self.status(504), .ambiguous) : Self.answer)
    }
    night.run()
    let sends = Dictionary(grouping: night.starts, by: \.job).values.map(\.count).max() ?? 0
    print("M5: \(timeouts) timeouts of the queue for 300 jobs, \(night.failed.count) failed")
    #expect(sends <= 2 && night.stored.count + night.failed.count == 300)
    #expect(timeouts < 60 && night.failed.count <= 3)
  }

  @Test func `a gateway that only times out is an outage, and no job fails`() {
    var night = Night(jobs: 20, rules: .limiting(nil, 4)) { _, now, _ in
      Night.Treatment(
        diagnosis: now < Self.start + .seconds(7200)
          ? .unanswered(Self.status(502), .ambiguous) : Self.answer)
    }
    night.run()
    #expect(night.stored.count == 20 && night.failed.isEmpty)
  }

  @Test func `probes in an outage go through the waiting jobs in turn`() {
    var night = Night(jobs: 4, rules: .limiting(nil, 4)) { _, now, _ in
      Night.Treatment(
        latency: .milliseconds(10),
        diagnosis: now < Self.start + .seconds(3600)
          ? .unanswered(Self.status(500), .refused) : Self.answer)
    }
    night.run(for: .seconds(3600))
    let probes = night.starts.dropFirst(4).map(\.job)
    #expect(probes.count > 20)
    #expect(zip(probes, probes.dropFirst()).allSatisfy { $0 != $1 })
  }
}
