package import Basics

/// Checks, before a run with a spending cap, that every job has a price, and computes what the
/// requests may have cost that a crashed process left in flight.
package struct CostCheck {
  /// Models of jobs to do that have no price, in the order of the files.
  package private(set) var unpriced: [String] = []
  /// By job file: what the attempts may have cost whose end is not in the journal.
  package private(set) var crashed: [Spend] = []
  private var pricing: Pricing
  /// What the ceilings of the jobs to do leave open.
  package private(set) var gaps = CeilingGaps()
  /// The most tokens of the attempts whose end is not in the journal.
  package private(set) var crashedTokens = 0
  /// Goes over the jobs to do.
  package private(set) var largeJobs: LargeJobCheck
  /// The highest price of each kind among the jobs to do.
  private var highest = Price(input: 0, output: 0)

  package init(_ pricing: Pricing, largeJobs: LargeJobCheck = LargeJobCheck(most: nil)) {
    self.pricing = pricing
    self.largeJobs = largeJobs
  }

  /// Reads one more job file. `unfinished`: its attempts without an end in the journal. `limit`:
  /// how many of the jobs that `isToDo` accepts are checked. Returns how many were checked.
  package mutating func read(
    _ jobs: JobFile, unfinished: [JournalSummary.Unfinished], limit: Int,
    isToDo: (JobState) -> Bool
  ) throws(JobReaderError) -> Int {
    var spend = Spend()
    var attempts: [Int: Int] = [:]
    for attempt in unfinished {
      if let index = jobs.table.index(ofID: XXHash64.hash(attempt.job)) {
        attempts[index, default: 0] += 1
      } else {
        spend.count(.perhapsUnpriced)
      }
    }
    var reader = JobReader(jobs, number: 0)
    var count = 0
    while let job = try reader.next(where: { index in
      attempts[index] != nil || (count < limit && isToDo(jobs.table[state: index]))
    }) {
      let size = pricing.size(of: job.body)
      let ceiling = pricing.ceiling(of: size)
      for _ in 0..<(attempts[job.place.index] ?? 0) {
        let most = pricing.price(of: job.model).map(ceiling.cost)
        spend.count(most.map(Charge.perhaps) ?? .perhapsUnpriced)
        crashedTokens += min(ceiling.tokens, 2 * TokenUsage.mostTokens)
      }
      guard isToDo(jobs.table[state: job.place.index]), count < limit else { continue }
      count += 1
      largeJobs.look(at: size, file: crashed.count, line: job.line)
      gaps += ceiling.gaps
      notePrice(of: job.model)
    }
    crashed.append(spend)
    return count
  }

  /// Raises ``highest`` to the model's price, or lists the model as unpriced.
  private mutating func notePrice(of model: String) {
    guard let price = pricing.price(of: model) else {
      if !unpriced.contains(model) { unpriced.append(model) }
      return
    }
    highest.input = max(highest.input, price.highest.input)
    highest.output = max(highest.output, price.highest.output)
    highest.request = max(highest.request, price.request)
  }

  /// The cost that is assumed for earlier answers without a price: their tokens at the highest
  /// price of the jobs to do.
  package func assumed(answers: Int, tokensIn: Int, tokensOut: Int) -> Money {
    let tokens = highest.cost(tokensIn: tokensIn, tokensOut: tokensOut) - highest.request
    return Money(dollars: tokens + Double(answers) * highest.request)
  }
}
