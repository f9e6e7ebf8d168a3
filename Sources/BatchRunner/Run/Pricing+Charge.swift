import Basics

extension Pricing {
  /// What an attempt that ended this way was billed.
  package mutating func charge(_ verdict: Diagnosis, of job: Job) -> Charge {
    guard let answer = verdict.answer else { return verdict.mayBePaid ? perhaps(job) : .nothing }
    guard let price = price(of: job.model) else { return .unpriced }
    guard let tokensIn = answer.tokensIn, let tokensOut = answer.tokensOut else {
      return perhaps(job)
    }
    return .known(Money(dollars: price.cost(tokensIn: tokensIn, tokensOut: tokensOut)))
  }

  private mutating func perhaps(_ job: Job) -> Charge {
    ceiling(of: job.body, model: job.model).map(Charge.perhaps) ?? .perhapsUnpriced
  }
}
