import Basics
import Testing

@testable import BatchRunner
@testable import RunSamples

/// What is counted as spent, beside the exact books of a server.
@Suite struct LedgerTests {
  private static let jobs = 10_000

  private static func spend(_ charges: [Charge]) -> Spend {
    charges.reduce(into: Spend()) { $0.count($1) }
  }

  @Test(arguments: [100, 271])
  func `the spend is what the server bills, through all shapes of usage`(markup: Int) {
    let server = LedgerServer(jobs: Self.jobs, markup: markup)
    var night = Night(jobs: Self.jobs, rules: .limiting(nil, 32)) { job, _, _ in server.serve(job) }
    night.run()
    let spend = Self.spend(server.charges)
    #expect(server.charges.count == Self.jobs)
    #expect(spend.known.nanodollars == server.billed)
    #expect(spend.atMost == spend.known && spend.unknown == 0 && spend.unpriced == 0)
    // Three of the twelve shapes report their cost.
    let reporting = (0..<Self.jobs).count { (8...10).contains($0 % LedgerServer.shapes) }
    #expect(spend.differences.answers == (markup == 100 ? 0 : reporting))
    var stored = Money.zero
    var reader = OutcomeReader(.answer)
    var pricing = Pricing(PriceList(source: "none", prices: [:]))
    for line in server.lines {
      line.withUnsafeBytes { bytes in
        guard let outcome = reader.read(bytes) else { return }
        stored += outcome.cost(outcome.usage, at: &pricing) ?? .zero
      }
    }
    #expect(stored == spend.known)
    print(
      "books: \(Self.jobs) answers of \(LedgerServer.shapes) shapes: billed "
        + "\(Figure.dollars(Money(nanodollars: server.billed))), counted "
        + "\(Figure.dollars(spend.known)), in the results \(Figure.dollars(stored))")
  }

  @Test(arguments: [1, 8, 32])
  func `the spend never passes the cap where every request has a bound`(concurrency: Int) {
    var halts = 0
    var nearest = 0.0
    for seed in 0..<20 {
      let server = LedgerServer(jobs: 600, seed: UInt64(seed))
      let cap = Money(dollars: 0.4 + 0.1 * Double(seed))
      var night = Night(
        jobs: 600, rules: .limiting(nil, concurrency), spending: Spending(cap: cap)
      ) { job, _, _ in server.serve(job) }
      night.ceiling = { server.ceiling(of: $0) }
      night.run()
      #expect(server.billed <= cap.nanodollars, "seed \(seed)")
      if night.halt != nil { halts += 1 }
      nearest = max(nearest, Double(server.billed) / Double(cap.nanodollars))
    }
    print("books: 20 caps at \(concurrency): \(halts) stopped, 0 passed, nearest \(nearest)")
    #expect(halts == 20 && nearest > 0.9)
  }

  /// The server bills three times the list's price for a quarter of the answers, so their ceilings are
  /// no bounds.
  @Test func `the cap is passed by no more than answers in flight cost beyond their ceilings`() {
    let concurrency = 8
    let server = LedgerServer(jobs: 600, markup: 300)
    let cap = Money(dollars: 1.5)
    var night = Night(
      jobs: 600, rules: .limiting(nil, concurrency), spending: Spending(cap: cap)
    ) { job, _, _ in server.serve(job) }
    night.ceiling = { server.ceiling(of: $0) }
    night.run()
    // 400 and 901 tokens at three times $3 and $15, and the fees of two pictures.
    let most = ((400 * 3_000 + 901 * 15_000) + 12_000_000) * 3
    let beyond = max(0, most - server.ceiling(of: 0).cost.nanodollars)
    #expect(night.halt != nil)
    #expect(server.billed <= cap.nanodollars + concurrency * beyond)
  }

  @Test func `an answer of unknown cost counts at its ceiling, and stands apart`() throws {
    var pricing = Pricing(LedgerServer.prices)
    let body = #"{"model":"ledger","max_tokens":100,"messages":[{"role":"user","content":"hi"}]}"#
    let job = Job(
      id: "a", place: JobPlace(file: 0, index: 0), line: 1, fingerprint: Fingerprint(1),
      body: Array(body.utf8), model: "ledger")
    let charge = pricing.charge(.succeeded(AnswerFacts(tokensIn: 3)), of: job)
    let most = pricing.ceiling(of: job.body, model: "ledger")
    let ceiling = try #require(most)
    #expect(charge == .unknown(ceiling) && ceiling > .zero)
    let spend = Self.spend([charge, .known(Money(dollars: 2))])
    #expect(spend.known == Money(dollars: 2) && spend.atMost == Money(dollars: 2) + ceiling)
    #expect(
      spend.words() == "$2.00 + 1 answer of unknown cost (at most \(Figure.dollars(ceiling)))")
    var spending = Spending(cap: ceiling)
    spending.start(AttemptID(1), ceiling: AttemptCeiling(cost: ceiling))
    spending.end(AttemptID(1), charge)
    #expect(!spending.admits(AttemptCeiling(cost: Money(nanodollars: 1))))
  }

  @Test(
    arguments: [
      (100, 100, false), (110, 100, false), (111, 100, true), (89, 100, true), (91, 100, false),
      (271, 1, true), (5, 0, true),
    ])
  func `a reported cost that differs by more than a tenth is counted`(
    reported: Int, listed: Int, differs: Bool
  ) {
    let (one, other) = (Money(nanodollars: reported), Money(nanodollars: listed))
    #expect(
      Charge.reported(one, listed: other)
        == (differs ? .differing(one, listed: other) : .known(one)))
    #expect(Charge.reported(one, listed: nil) == .known(one))
  }

  @Test func `the difference is told once, with both sums`() {
    let spend = Self.spend([
      .differing(Money(dollars: 2), listed: Money(dollars: 0.004)),
      .differing(Money(dollars: 0.71), listed: Money(dollars: 0.006)),
    ])
    #expect(spend.known == Money(dollars: 2.71))
    #expect(
      spend.differenceWords
        == "for 2 answers the API reports $2.71 where the price list gives $0.0100: reported costs "
        + "are used")
  }

  // MARK: Tokens

  /// Every fifth answer tells no counts.
  @Test(arguments: [1, 8, 32])
  func `the tokens never pass the budget, and answers without counts are in it at their ceiling`(
    concurrency: Int
  ) {
    for seed in 0..<20 {
      var random = SplitMix64(seed: UInt64(seed))
      let sizes = (0..<200).map { _ in Int.random(in: 100...1000, using: &random) }
      let budget = 20_000 + seed * 1000
      var used = 0
      var night = Night(
        jobs: 200, rules: .limiting(nil, concurrency), spending: Spending(tokenBudget: budget)
      ) { job, _, _ in
        var treatment = Night.Treatment()
        let isSilent = job % 5 == 0
        let taken = isSilent ? sizes[job] : sizes[job] / 2
        used += taken
        #expect(used <= budget, "seed \(seed)")
        treatment.diagnosis = .succeeded(
          isSilent ? AnswerFacts() : AnswerFacts(tokensIn: taken - 1, tokensOut: 1))
        treatment.charge = .unpriced
        treatment.tokensAtMost = isSilent ? sizes[job] : 0
        return treatment
      }
      night.ceiling = { AttemptCeiling(cost: .most, tokens: sizes[$0]) }
      night.run()
      guard case .tokens(let halted, budget, let next) = night.halt else {
        Issue.record("seed \(seed): \(String(describing: night.halt))")
        continue
      }
      #expect(halted == used && used + next > budget)
    }
  }

  @Test func `tokens of earlier sessions count towards the budget`() {
    let spending = Spending(
      tokenBudget: 1000, earlier: AttemptCeiling(cost: .most, tokens: 900))
    #expect(spending.admits(AttemptCeiling(tokens: 100)))
    #expect(spending.halt(before: AttemptCeiling(tokens: 100)) == nil)
    let halt = spending.halt(before: AttemptCeiling(tokens: 101))
    #expect(halt == .tokens(used: 900, budget: 1000, next: 101))
    #expect(
      halt?.cause
        == "the next request could take 101 tokens, and 900 of 1,000 are already used "
        + "(--token-budget).")
  }
}
