import Basics

extension Pricing {
  /// What an attempt that ended this way was billed.
  package mutating func charge(_ end: Schedule.End, of job: Job) -> Charge {
    if let answer = end.verdict.answer {
      guard let price = price(of: job.model) else { return .unpriced }
      guard let tokensIn = answer.tokensIn, let tokensOut = answer.tokensOut else {
        return perhaps(job)
      }
      return .known(Money(dollars: price.cost(tokensIn: tokensIn, tokensOut: tokensOut)))
    }
    return end.mayBePaid ? perhaps(job) : .nothing
  }

  private mutating func perhaps(_ job: Job) -> Charge {
    ceiling(of: job.body, model: job.model).map(Charge.perhaps) ?? .perhapsUnpriced
  }
}
