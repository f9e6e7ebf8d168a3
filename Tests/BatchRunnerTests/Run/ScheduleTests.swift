import Basics
import Testing

@testable import BatchRunner
@testable import RunSamples

@Suite struct ScheduleTests {
  static let refused = Failure(kind: .connectionFailed, message: "refused")
  static func status(_ status: Int) -> Failure { Failure(kind: .status(status), message: "s") }
  static let empty = Diagnosis.insufficientBalance(BalanceShortfall(message: "empty"))

  // MARK: Rate

  @Test(arguments: [10, 60], [0.0...0.0, 0.0...0.4])
  func `no window of a minute sees more starts than the plan allows`(
    limit: Int, jitter: ClosedRange<Double>
  ) {
    var most = 0
    for seed in 0..<40 {
      var random = SplitMix64(seed: UInt64(seed))
      var night = Night(jobs: limit * 5, rules: .limiting(limit, 8), seed: UInt64(seed)) {
        _, _, _ in
        var treatment = Night.Treatment(
          latency: .seconds(Double.random(in: 0.05...9, using: &random)))
        switch Int.random(in: 0..<10, using: &random) {
        case 0: treatment.diagnosis = .unanswered(Self.status(500), .refused)
        case 1:
          treatment.diagnosis = .slowDown(SlowDown())
        case 2: treatment.diagnosis = .unanswered(Self.refused, .ambiguous)
        default: break
        }
        return treatment
      }
      night.jitter = jitter
      night.run()
      most = max(most, night.mostStarts(in: .seconds(60)))
      #expect(night.stored.count + night.failed.count == limit * 5)
    }
    print("M2: at most \(most) starts in any minute of 40 nights, \(limit) allowed")
    #expect(most <= limit)
  }

  @Test func `a steady run starts as many requests as the window allows`() {
    var night = Night(jobs: 50, rules: .limiting(10, 10)) { _, _, _ in Night.Treatment() }
    let start = night.now
    night.run()
    #expect(start.duration(to: night.now) == .seconds(4 * 60.5 + 1))
    #expect(night.mostStarts(in: .seconds(60)) == 10)
  }

  @Test func `idle time does not lead to a burst later`() {
    var night = Night(jobs: 30, rules: .limiting(10, 10)) { _, _, started in
      Night.Treatment(latency: .seconds(started == 0 ? 500 : 1))
    }
    night.run()
    #expect(night.mostStarts(in: .seconds(60)) == 10)
  }

  @Test func `starts before a restart count, and so do those whose end is unknown`() {
    let now = MonotonicInstant(nanoseconds: 1_000_000_000_000)
    let history = (0..<7).map { now + .seconds(-$0) }
    var night = Night(jobs: 20, rules: .limiting(10, 10), history: history, uncertain: 2) {
      _, _, _ in
      Night.Treatment()
    }
    night.run(for: .seconds(50))
    #expect(night.starts.count == 1)
    night.run()
    #expect(night.stored.count == 20)
  }

  @Test func `no more are in flight than the plan allows`() {
    var random = SplitMix64(seed: 3)
    var night = Night(jobs: 500, rules: .limiting(nil, 7)) { _, _, _ in
      Night.Treatment(latency: .seconds(Double.random(in: 0.1...5, using: &random)))
    }
    night.run()
    #expect(night.mostInFlight == 7)
  }

  @Test func `a 429 pauses all requests, for as long as the server asks`() {
    var headers = ResponseHeaders()
    headers.retryAfter = "40"
    let notice = RateNotice(headers, wall: 0)
    var night = Night(jobs: 100, rules: .limiting(nil, 4)) { _, _, started in
      started == 10
        ? Night.Treatment(diagnosis: .slowDown(SlowDown()), rate: notice) : Night.Treatment()
    }
    night.run()
    let turnedDown = night.starts[10].at + .seconds(1)
    #expect(!night.starts.contains { $0.at > turnedDown && $0.at < turnedDown + .seconds(40) })
    #expect(night.stored.count == 100)
  }

  @Test func `a 429 without Retry-After pauses for a window, and uses up no attempt`() {
    var rules = RunRules.limiting(100, 1)
    rules.maxAttempts = 1
    var night = Night(jobs: 1, rules: rules) { _, _, started in
      Night.Treatment(diagnosis: started < 9 ? .slowDown(SlowDown()) : .succeeded(AnswerFacts()))
    }
    night.run()
    #expect(night.stored == [0] && night.starts.count == 10)
    #expect(night.starts[0].at.duration(to: night.starts[1].at) == .seconds(61))
  }

  @Test func `a Retry-After beyond the longest outage halts at once`() {
    var headers = ResponseHeaders()
    headers.retryAfter = "100000"
    let notice = RateNotice(headers, wall: 0)
    var night = Night(jobs: 9, rules: .limiting(nil, 1)) { _, _, _ in
      Night.Treatment(diagnosis: .slowDown(SlowDown()), rate: notice)
    }
    night.run()
    #expect(night.starts.count == 1 && night.stored.isEmpty)
    #expect(
      night.halt?.cause
        == "a limit is used up and resets in 1d 3h, at 1970-01-02T03:46:40.000Z.")
  }

  @Test func `a lower limit of the server is applied, a higher one is only reported`() {
    func night(_ limit: String) -> Night {
      var headers = ResponseHeaders()
      (headers.rateLimit, headers.rateReset) = (limit, "1640000030")
      let notice = RateNotice(headers, wall: 1_640_000_000)
      var night = Night(jobs: 40, rules: .limiting(10, 2)) { _, _, _ in
        Night.Treatment(rate: notice)
      }
      night.run()
      return night
    }
    let lower = night("5")
    #expect(lower.limits.requestsPerWindow == 5)
    #expect(lower.notices == [.planIsHigherThanServers(limit: 5)])
    let higher = night("60")
    #expect(higher.limits.requestsPerWindow == 10)
    #expect(higher.notices == [.planIsLowerThanServers(limit: 60)])
  }

  @Test func `no request starts before the reset if the server says that none remain`() {
    var headers = ResponseHeaders()
    (headers.rateRemaining, headers.rateReset) = ("0", "1640000030")
    let notice = RateNotice(headers, wall: 1_640_000_000)
    var night = Night(jobs: 3, rules: .limiting(60, 1)) { _, _, started in
      Night.Treatment(rate: started == 0 ? notice : nil)
    }
    night.run()
    #expect(night.starts[0].at.duration(to: night.starts[1].at) == .seconds(31))
  }

  // MARK: Retries

  @Test(arguments: [1, 2, 5])
  func `a job that always fails gets all its attempts and no more`(most: Int) {
    var rules = RunRules.limiting(nil, 4)
    rules.maxAttempts = most
    var night = Night(jobs: 30, rules: rules) { job, _, _ in
      Night.Treatment(
        diagnosis: job == 7 ? .unanswered(Self.status(500), .refused) : .succeeded(AnswerFacts()))
    }
    night.run()
    #expect(night.starts.count { $0.job == 7 } == most)
    #expect(night.failed == [7: Self.status(500)] && night.stored.count == 29)
  }

  @Test(arguments: [Diagnosis.Trouble.ambiguous, .unusable])
  func `a job that may have been paid for is attempted only once more`(trouble: Diagnosis.Trouble) {
    let failure = Failure(kind: .invalidResponse, message: "m")
    var night = Night(jobs: 30, rules: .limiting(nil, 4)) { job, _, _ in
      Night.Treatment(
        diagnosis: job == 7 ? .unanswered(failure, trouble) : .succeeded(AnswerFacts()))
    }
    night.run()
    #expect(night.starts.count { $0.job == 7 } == 2)
    #expect(night.failed == [7: failure])
  }

  @Test func `a waiting retry holds no permit, and comes before new jobs`() {
    var night = Night(jobs: 400, rules: .limiting(nil, 1)) { job, _, _ in
      Night.Treatment(
        latency: .milliseconds(10),
        diagnosis: job == 0 ? .unanswered(Self.status(500), .refused) : .succeeded(AnswerFacts()))
    }
    night.run()
    let retries = night.starts.indices.filter { night.starts[$0].job == 0 }
    #expect(retries.count == 5 && retries[1] > 1)
    #expect(night.stored.count == 399)
  }

  @Test(arguments: zip([1, 2, 3, 6, 7, 60], [1, 2, 4, 32, 60, 60]))
  func `the ceiling of the backoff doubles up to a minute`(failures: Int, seconds: Int) {
    var random = SplitMix64(seed: 1)
    #expect(Backoff().ceiling(afterFailures: failures) == .seconds(seconds))
    let waits = (0..<1000).map { _ in Backoff().wait(afterFailures: failures, using: &random) }
    #expect(waits.max()! <= .seconds(seconds) && waits.min()! < .seconds(seconds) / 20)
    #expect(waits.max()! > .seconds(seconds) * 19 / 20)
  }

  // MARK: Outage

  @Test func `without a network the run pauses, fails no job, and continues by itself`() {
    let start = MonotonicInstant(nanoseconds: 1_000_000_000_000)
    let dead = (start + .seconds(100))..<(start + .seconds(3700))
    var attempts = 0
    var night = Night(jobs: 300, rules: .limiting(nil, 10), from: start) { _, now, _ in
      guard dead.contains(now) else { return Night.Treatment(latency: .seconds(10)) }
      attempts += 1
      return Night.Treatment(
        latency: .milliseconds(5), diagnosis: .unanswered(Self.refused, .unreachable),
        isUnsent: true)
    }
    night.run()
    #expect(night.stored.count == 300 && night.failed.isEmpty)
    print("M7: \(attempts) attempts in an hour without a network")
    #expect(attempts < 200)
    #expect(night.notices.contains(.outageBegan(reason: "refused")))
    #expect(night.notices.contains { if case .recovered = $0 { true } else { false } })
  }

  @Test func `a server that only fails is an outage after three jobs, and probed one at a time`() {
    let start = MonotonicInstant(nanoseconds: 1_000_000_000_000)
    var night = Night(jobs: 100, rules: .limiting(nil, 5), from: start) { _, now, _ in
      Night.Treatment(
        latency: .milliseconds(100),
        diagnosis: now < start + .seconds(600)
          ? .unanswered(Self.status(503), .refused) : .succeeded(AnswerFacts()))
    }
    night.run(for: .seconds(300))
    #expect(night.starts.filter(\.isProbe).isEmpty)
    #expect(night.starts.count < 40 && night.failed.isEmpty)
    night.run()
    #expect(night.stored.count == 100)
  }

  @Test func `an outage does not use up the attempts of the last few jobs`() {
    let start = MonotonicInstant(nanoseconds: 1_000_000_000_000)
    var night = Night(jobs: 4, rules: .limiting(nil, 4), from: start) { _, now, _ in
      Night.Treatment(
        latency: .milliseconds(100),
        diagnosis: now < start + .seconds(7200)
          ? .unanswered(Self.status(503), .refused) : .succeeded(AnswerFacts()))
    }
    night.run()
    print("M7: \(night.starts.count) attempts at 4 jobs in two hours of status 503")
    #expect(night.stored.count == 4 && night.failed.isEmpty)
  }

  @Test func `a few jobs that always fail do not hold up the others`() {
    var night = Night(jobs: 50, rules: .limiting(nil, 1)) { job, _, _ in
      Night.Treatment(
        latency: .milliseconds(100),
        diagnosis: job < 3 ? .unanswered(Self.status(500), .refused) : .succeeded(AnswerFacts()))
    }
    night.run()
    #expect(night.stored.count == 47 && night.failed.count == 3)
    #expect(night.starts.count < 80)
  }

  @Test(arguments: [
    Diagnosis.unanswered(refused, .unreachable), .unanswered(status(503), .refused),
    .slowDown(SlowDown()),
  ])
  func `too long without a success halts the run, with nothing failed`(diagnosis: Diagnosis) {
    var rules = RunRules.limiting(nil, 3)
    rules.maxOutage = .seconds(3600)
    var night = Night(jobs: 100, rules: rules) { _, _, _ in
      Night.Treatment(latency: .milliseconds(50), diagnosis: diagnosis)
    }
    let start = night.now
    night.run()
    switch (night.halt, diagnosis) {
    case (.unreachable, .unanswered), (.turnedDown, .slowDown): break
    default: Issue.record("halted for another reason: \(String(describing: night.halt))")
    }
    #expect(start.duration(to: night.now) >= .seconds(3600))
    #expect(start.duration(to: night.now) < .seconds(3800))
    #expect(night.failed.isEmpty && night.stored.isEmpty)
  }

  // MARK: Balance and key

  @Test(arguments: [1, 2, 8, 32])
  func `once the balance is empty nothing starts, and rejected jobs are still to do`(width: Int) {
    for last in 1...60 {
      var firstRefusal: MonotonicInstant?
      var night = Night(jobs: 100, rules: .limiting(nil, width)) { _, now, started in
        guard started >= last else { return Night.Treatment(latency: .milliseconds(500 + started)) }
        firstRefusal = firstRefusal ?? now + .milliseconds(300)
        return Night.Treatment(latency: .milliseconds(300), diagnosis: Self.empty)
      }
      night.run()
      #expect(night.halt == .insufficientBalance(BalanceShortfall(message: "empty")))
      #expect(!night.starts.contains { $0.at > firstRefusal! })
      #expect(night.stored.count == last && night.failed.isEmpty)
      #expect(night.starts.count - last <= width)
    }
  }

  @Test func `with 'wait', one job at a time probes until credits are back`() {
    var rules = RunRules.limiting(nil, 8)
    rules.onInsufficientBalance = .wait(poll: .seconds(300))
    let start = MonotonicInstant(nanoseconds: 1_000_000_000_000)
    let empty = (start + .seconds(20))..<(start + .seconds(2000))
    var night = Night(jobs: 200, rules: rules, from: start) { _, now, _ in
      empty.contains(now)
        ? Night.Treatment(diagnosis: Self.empty) : Night.Treatment(latency: .seconds(2))
    }
    night.run()
    #expect(night.stored.count == 200 && night.failed.isEmpty && night.halt == nil)
    let probes = night.starts.filter(\.isProbe)
    #expect(probes.count == 7)
    let refused = Set(night.starts.filter { empty.contains($0.at) }.map(\.job))
    #expect(probes.allSatisfy { refused.contains($0.job) })
    #expect(night.notices.filter { $0 == .balanceBack }.count == 1)
  }

  @Test func `a rotated key lets the run go on, the same key halts it`() {
    for isRotated in [true, false] {
      var isRead = false
      var night = Night(jobs: 50, rules: .limiting(nil, 8)) { _, _, started in
        Night.Treatment(
          diagnosis: started >= 20 && !isRead
            ? .keyRefused(message: "no") : .succeeded(AnswerFacts()))
      }
      night.readKey = {
        isRead = true
        return isRotated
      }
      night.run()
      #expect(night.failed.isEmpty)
      #expect(night.stored.count == (isRotated ? 50 : 20))
      #expect(night.halt == (isRotated ? nil : .keyRefused(message: "refused", said: "no")))
    }
  }

  // MARK: Halts that the user set

  @Test func `the run stops at the allowed number of failures`() {
    var rules = RunRules.limiting(nil, 1)
    rules.maxFailures = 3
    var night = Night(jobs: 50, rules: rules) { job, _, _ in
      Night.Treatment(
        diagnosis: job % 4 == 3 ? .failed(Self.status(400)) : .succeeded(AnswerFacts()))
    }
    night.run()
    #expect(night.halt == .failures(3) && night.failed.count == 3)
  }

  @Test(arguments: [(good: -1, tried: 20), (4, 25), (25, 20), (19, 40)])
  func `twenty jobs in a row that fail alike stop the run, whenever that is`(
    good: Int, tried: Int
  ) {
    var night = Night(jobs: 50, rules: .limiting(nil, 1)) { job, _, _ in
      Night.Treatment(
        diagnosis: job == good ? .succeeded(AnswerFacts()) : .failed(Self.status(404)))
    }
    night.run()
    #expect(night.halt == .allAlike(count: 20, Self.status(404)))
    #expect(night.starts.count == tried)
  }

  @Test func `a file that ends before the twentieth failure in a row is finished`() {
    var night = Night(jobs: 22, rules: .limiting(nil, 1)) { job, _, _ in
      Night.Treatment(
        diagnosis: job == 2 ? .succeeded(AnswerFacts()) : .failed(Self.status(404)))
    }
    night.run()
    #expect(night.halt == nil && night.failed.count == 21)
  }

  /// A job whose first attempt left before another job succeeded says nothing about the others.
  @Test func `jobs that were tried before a success do not count as failures in a row`() {
    var night = Night(jobs: 60, rules: .limiting(nil, 4)) { job, attempt, _ in
      let bad = Failure(kind: .unexpectedAnswer, message: "s")
      return Night.Treatment(
        diagnosis: job % 2 == 0
          ? .unexpected(AnswerFacts(), bad) : .succeeded(AnswerFacts()))
    }
    night.run()
    #expect(night.halt == nil && night.failed.count == 30 && night.stored.count == 30)
  }

  @Test func `nothing starts once the time is up, and what is in flight ends`() {
    var rules = RunRules.limiting(10, 2)
    rules.until = MonotonicInstant(nanoseconds: 1_000_000_000_000) + .seconds(100)
    var night = Night(jobs: 500, rules: rules) { _, _, _ in Night.Treatment(latency: .seconds(7)) }
    night.run()
    #expect(night.halt == .until)
    #expect(night.starts.allSatisfy { $0.at < rules.until! })
    #expect(night.stored.count == night.starts.count)
  }

  @Test func `credits that fall to the user's limit stop the run`() {
    var rules = RunRules.limiting(nil, 1)
    rules.minCredits = 5
    var night = Night(jobs: 50, rules: rules) { job, _, _ in
      Night.Treatment(balance: BalanceNotice(creditsLeft: 9 - Double(job), isWarning: true))
    }
    night.run()
    #expect(night.halt == .credits(left: 5) && night.stored.count == 5)
  }
}
