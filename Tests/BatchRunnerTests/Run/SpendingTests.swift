import Basics
import Testing

@testable import BatchRunner
@testable import RunSamples

@Suite struct SpendingTests {
  /// What a server bills for each attempt, also for those whose answer never reaches the client.
  private final class ServerBill {
    var random: SplitMix64
    private(set) var billed = Money.zero
    let ceilings: [Money]
    let troubles: Int

    /// `troubles`: how many attempts in a hundred end without an answer.
    init(jobs: Int, seed: UInt64, troubles: Int) {
      var random = SplitMix64(seed: seed)
      ceilings = (0..<jobs).map { _ in
        Money(nanodollars: Int.random(in: 1...5_000_000, using: &random))
      }
      self.random = random
      self.troubles = troubles
    }

    var total: Money { ceilings.reduce(.zero, +) }

    func serve(_ job: Int) -> Night.Treatment {
      let ceiling = ceilings[job]
      let cost = Money(nanodollars: Int.random(in: 0...ceiling.nanodollars, using: &random))
      var treatment = Night.Treatment(
        latency: .seconds(Double.random(in: 0.1...20, using: &random)))
      switch Int.random(in: 0..<100, using: &random) {
      case 0..<(troubles / 3):
        treatment.diagnosis = .unanswered(ScheduleTests.status(500), .refused)
      case 0..<(troubles * 2 / 3):
        treatment.diagnosis = .unanswered(ScheduleTests.refused, .ambiguous)
        treatment.charge = .perhaps(ceiling)
        billed += cost
      case 0..<troubles:
        treatment.diagnosis = .slowDown(SlowDown())
      default:
        treatment.charge = .known(cost)
        billed += cost
      }
      return treatment
    }
  }

  private static func rules(_ concurrency: Int) -> RunRules {
    var rules = RunRules.limiting(nil, concurrency)
    rules.maxAttempts = 3
    return rules
  }

  /// A halt at the cap must come only when nothing is in flight and the next job does not fit.
  private func checkHalt(_ night: Night, _ bill: ServerBill, cap: Money, jobs: Int) {
    guard let halt = night.halt else {
      #expect(night.stored.count + night.failed.count == jobs)
      return
    }
    guard case .cost(let spent, cap, let next) = halt else {
      Issue.record("halted by \(halt)")
      return
    }
    #expect(spent + next > cap)
    #expect(night.inFlight == 0)
    let ended = Set(night.stored).union(night.failed.keys)
    let waiting = (0..<night.nextJob).filter { !ended.contains($0) }
    if waiting.isEmpty {
      #expect(next == bill.ceilings[night.nextJob])
    } else {
      #expect(waiting.contains { bill.ceilings[$0] == next })
    }
  }

  @Test(arguments: [1, 2, 8, 32], [0, 15])
  func `the spend never passes the cap, and the run stops only when the next job does not fit`(
    concurrency: Int, troubles: Int
  ) {
    var (halts, nearest) = (0, 0.0)
    for seed in 0..<60 {
      let bill = ServerBill(jobs: 120, seed: UInt64(seed), troubles: troubles)
      let share = Double.random(in: 0...0.7, using: &bill.random)
      let cap = Money(dollars: bill.total.dollars * share)
      var night = Night(
        jobs: 120, rules: Self.rules(concurrency), spending: Spending(cap: cap),
        seed: UInt64(seed)
      ) { job, _, _ in
        let treatment = bill.serve(job)
        #expect(bill.billed <= cap, "seed \(seed)")
        return treatment
      }
      night.ceiling = { AttemptCeiling(cost: bill.ceilings[$0]) }
      night.run()
      checkHalt(night, bill, cap: cap, jobs: 120)
      if night.halt != nil { halts += 1 }
      if troubles == 0, night.halt != nil, cap > .zero {
        nearest = max(nearest, bill.billed.dollars / cap.dollars)
      }
    }
    print(
      "cap: 60 nights at \(concurrency), \(troubles) % trouble: \(halts) stopped, 0 passed it, "
        + "nearest \(Int(nearest * 100)) %")
    #expect(halts > 20)
  }

  @Test(arguments: [1, 2, 8, 32])
  func `killed and resumed, the spend of all sessions stays under the cap`(concurrency: Int) {
    var kills = 0
    for seed in 0..<60 {
      let bill = ServerBill(jobs: 150, seed: UInt64(seed) + 1000, troubles: 9)
      let share = Double.random(in: 0.05...0.6, using: &bill.random)
      let cap = Money(dollars: bill.total.dollars * share)
      var toDo = Array(0..<150)
      var earlier = Money.zero
      for session in 0..<20 where !toDo.isEmpty {
        let jobs = toDo
        var journal = Spend()
        var charges: [Int: [Charge]] = [:]
        var night = Night(
          jobs: jobs.count, rules: Self.rules(concurrency),
          spending: Spending(cap: cap, earlier: AttemptCeiling(cost: earlier)),
          seed: UInt64(session)
        ) { index, _, _ in
          let treatment = bill.serve(jobs[index])
          #expect(bill.billed <= cap, "seed \(seed), session \(session)")
          charges[index, default: []].append(treatment.charge)
          return treatment
        }
        night.ceiling = { AttemptCeiling(cost: bill.ceilings[jobs[$0]]) }
        night.run(for: .seconds(Double.random(in: 1...60, using: &bill.random)))
        // The journal has a charge for each attempt that ended. For each one that was in flight
        // when the process was killed, it has only the start.
        for index in night.underWay {
          _ = charges[index]?.removeLast()
          journal.count(.perhaps(bill.ceilings[jobs[index]]))
        }
        for charge in charges.values.joined() { journal.count(charge) }
        earlier += journal.known + journal.perhaps
        let ended = Set(night.stored).union(night.failed.keys)
        toDo = jobs.indices.filter { !ended.contains($0) }.map { jobs[$0] }
        if night.halt != nil { break }
        kills += 1
      }
      #expect(bill.billed <= cap)
      #expect(earlier >= bill.billed)
    }
    print("cap: 60 runs at \(concurrency), killed \(kills) times: 0 passed it")
    #expect(kills > 60)
  }

  private static func cents(_ count: Int) -> Money { Money(nanodollars: count * 10_000_000) }

  @Test func `a job that does not fit waits for requests in flight, which may cost less`() {
    // Two jobs of 10 cents fit under 25. The third starts when the first turns out to cost only 4.
    var night = Night(
      jobs: 3, rules: .limiting(nil, 8), spending: Spending(cap: Self.cents(25))
    ) { job, _, _ in
      Night.Treatment(latency: .seconds(job == 0 ? 5 : 60), charge: .known(Self.cents(4)))
    }
    night.ceiling = { _ in AttemptCeiling(cost: Self.cents(10)) }
    let start = night.now
    night.run()
    #expect(night.starts.map(\.at) == [start, start, start + .seconds(5)])
    #expect(night.stored == [0, 1, 2] && night.halt == nil)
  }

  @Test func `a smaller job does not overtake a job that does not fit under the cap`() {
    var night = Night(
      jobs: 3, rules: .limiting(nil, 1), spending: Spending(cap: Self.cents(25))
    ) { _, _, _ in Night.Treatment(charge: .known(Self.cents(9))) }
    night.ceiling = { AttemptCeiling(cost: Self.cents([10, 20, 1][$0])) }
    night.run()
    #expect(night.stored == [0])
    #expect(
      night.halt
        == .cost(spent: Self.cents(9), cap: Self.cents(25), next: Self.cents(20)))
  }

  @Test func `a job that just fits under the cap starts`() {
    var night = Night(
      jobs: 3, rules: .limiting(nil, 1), spending: Spending(cap: Self.cents(20))
    ) { _, _, _ in Night.Treatment(charge: .known(Self.cents(10))) }
    night.ceiling = { _ in AttemptCeiling(cost: Self.cents(10)) }
    night.run()
    #expect(night.stored == [0, 1])
  }

  @Test func `if the first job does not fit under the cap, the run halts at once`() {
    let history = Array(repeating: MonotonicInstant(nanoseconds: 1_000_000_000_000), count: 10)
    var night = Night(
      jobs: 3, rules: .limiting(10, 1), history: history, spending: Spending(cap: Self.cents(9))
    ) { _, _, _ in Night.Treatment() }
    night.ceiling = { _ in AttemptCeiling(cost: Self.cents(10)) }
    let start = night.now
    night.run()
    #expect(night.starts.isEmpty && night.now == start)
    #expect(
      night.halt == .cost(spent: .zero, cap: Self.cents(9), next: Self.cents(10)))
  }

  @Test func `a waiting retry gets its turn if it fits under the cap`() {
    // 11 of 30 cents are left. A new job of 20 does not fit, but the waiting retry of 10 does.
    var night = Night(
      jobs: 3, rules: .limiting(nil, 1), spending: Spending(cap: Self.cents(30))
    ) { job, _, started in
      started == 0
        ? Night.Treatment(diagnosis: .unanswered(ScheduleTests.status(500), .refused))
        : Night.Treatment(charge: .known(Self.cents(job == 0 ? 5 : 19)))
    }
    night.ceiling = { AttemptCeiling(cost: Self.cents([10, 20, 20][$0])) }
    night.run()
    #expect(night.stored.sorted() == [0, 1])
    #expect(
      night.halt
        == .cost(spent: Self.cents(24), cap: Self.cents(30), next: Self.cents(20)))
  }

  @Test func `an answer that cost more than its ceiling counts in full and stops the next job`() {
    var night = Night(
      jobs: 9, rules: .limiting(nil, 1), spending: Spending(cap: Self.cents(50))
    ) { _, _, _ in Night.Treatment(charge: .known(Money.most)) }
    night.ceiling = { _ in AttemptCeiling(cost: Self.cents(10)) }
    night.run()
    #expect(night.stored == [0])
    #expect(
      night.halt == .cost(spent: .most, cap: Self.cents(50), next: Self.cents(10)))
  }

  @Test func `without a cap every job starts`() {
    var night = Night(
      jobs: 9, rules: .limiting(nil, 1), spending: Spending(earlier: AttemptCeiling(cost: .most))
    ) {
      _, _, _ in Night.Treatment(charge: .known(.most))
    }
    night.ceiling = { _ in AttemptCeiling(cost: .most) }
    night.run()
    #expect(night.stored.count == 9)
  }

  @Test func `the message of a halt at the cap`() {
    let halt = Halt.cost(
      spent: Money(dollars: 4.98), cap: Money(dollars: 5), next: Money(dollars: 0.0614))
    #expect(
      halt.cause
        == "the next request could cost $0.0614, and $4.98 of $5.00 is already spent (--max-cost).")
    #expect(
      halt.remedy
        == "Raise --max-cost, or lower max_tokens in the jobs, then run the same command again.")
  }
}
