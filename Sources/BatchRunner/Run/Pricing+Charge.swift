import Basics

extension Pricing {
  /// What an attempt with this end was billed.
  package mutating func charge(_ diagnosis: Diagnosis, of job: Job) -> Charge {
    guard let answer = diagnosis.answer else {
      return diagnosis.mayBePaid ? perhapsCharge(for: job) : .nothing
    }
    guard let price = price(of: job.model) else { return .unpriced }
    guard let tokensIn = answer.tokensIn, let tokensOut = answer.tokensOut else {
      return perhapsCharge(for: job)
    }
    return .known(Money(dollars: price.cost(tokensIn: tokensIn, tokensOut: tokensOut)))
  }

  /// The charge is unknown, so it is at most the job's ceiling.
  private mutating func perhapsCharge(for job: Job) -> Charge {
    ceiling(of: job.body, model: job.model).map(Charge.perhaps) ?? .perhapsUnpriced
  }
}
