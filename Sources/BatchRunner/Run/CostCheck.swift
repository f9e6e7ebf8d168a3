package import Basics

/// What is to be known of the jobs before their spend can be kept under a cap: whether each has a
/// price, and what those can have cost that an earlier process left in flight.
package struct CostCheck {
  /// Models without a price among the jobs to do, in the order of the files.
  package private(set) var unpriced: [String] = []
  /// For attempts of which no end is known, by part.
  package private(set) var crashed: [Spend] = []
  private var pricing: Pricing
  /// Of the jobs to do, the dearest of each kind.
  private var dearest = Price(input: 0, output: 0)

  package init(_ prices: PriceList) {
    pricing = Pricing(prices)
  }

  /// Reads one more file; `limit`: how many of its jobs are looked at, `isToDo` says which.
  /// Answers how many were.
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
      for _ in 0..<(attempts[job.place.index] ?? 0) {
        let ceiling = pricing.ceiling(of: job.body, model: job.model)
        spend.count(ceiling.map(Charge.perhaps) ?? .perhapsUnpriced)
      }
      guard isToDo(jobs.table[state: job.place.index]), count < limit else { continue }
      count += 1
      look(at: job.model)
    }
    crashed.append(spend)
    return count
  }

  private mutating func look(at model: String) {
    guard let price = pricing.price(of: model) else {
      if !unpriced.contains(model) { unpriced.append(model) }
      return
    }
    dearest.input = max(dearest.input, price.input, price.long?.input ?? 0)
    dearest.output = max(dearest.output, price.output, price.long?.output ?? 0)
    dearest.request = max(dearest.request, price.request)
  }

  /// What answers without a price count as: so many tokens at the dearest price of the jobs to do.
  package func assumed(answers: Int, tokensIn: Int, tokensOut: Int) -> Money {
    let tokens = dearest.cost(tokensIn: tokensIn, tokensOut: tokensOut) - dearest.request
    return Money(dollars: tokens + Double(answers) * dearest.request)
  }
}
