import Basics
import Tokens

extension Pricing {
  /// What an attempt with this end was billed.
  package mutating func charge(_ diagnosis: Diagnosis, of job: Job) -> Charge {
    guard let answer = diagnosis.answer else {
      guard diagnosis.mayBePaid else { return .nothing }
      return ceiling(of: job.body, model: job.model).map(Charge.perhaps) ?? .perhapsUnpriced
    }
    switch cost(of: answer.usage, model: job.model, pictures: billedPictures(of: job)) {
    case .reported(let money, let listed): return .reported(money, listed: listed)
    case .listed(let money): return .known(money)
    case .unpriced: return .unpriced
    case .unknown:
      return ceiling(of: job.body, model: job.model).map(Charge.unknown) ?? .unpriced
    }
  }

  /// The pictures of a job, if its model has a price for them: the body is read for no other.
  private mutating func billedPictures(of job: Job) -> Int {
    guard let price = price(of: job.model), price.picture > 0 else { return 0 }
    return Int(size(of: job.body).terms.pictures)
  }

  /// The most tokens of an attempt that may have been billed and tells no counts; 0 for all others.
  mutating func tokensAtMost(_ diagnosis: Diagnosis, of job: Job) -> Int {
    let isOpen = diagnosis.answer.map { $0.usage.tokens == nil } ?? diagnosis.mayBePaid
    return isOpen ? ceiling(of: job.body).tokens : 0
  }
}
