package import Basics

/// Reads a reply once: what it means, what it says of limits and balance, and what it was billed.
package struct ReplyReader: Sendable {
  private let expectation: Expectation
  private var pricing: Pricing
  private var redactor: Redactor
  private var outline = JSONOutline()

  package init(
    expecting expectation: Expectation = Expectation(), pricing: Pricing, redactor: Redactor
  ) {
    self.expectation = expectation
    self.pricing = pricing
    self.redactor = redactor
  }

  package mutating func renew(_ redactor: Redactor) {
    self.redactor = redactor
  }

  package mutating func read(_ reply: Reply, to job: Job, at wall: WallTime) -> AttemptEnd {
    let body = reply.response.map { read($0) }
    let verdict = verdict(on: reply, body)
    return AttemptEnd(
      reply, verdict, rate: reply.response.map { RateNotice($0.headers, wall: wall.seconds) },
      balance: body?.balance, charge: pricing.charge(verdict, of: job))
  }

  /// What a server says in words may be shown, so the key is taken out of it first.
  private mutating func read(_ response: Response) -> ResponseBody {
    let body = ResponseBody(response.body, &outline)
    guard body.error != nil || body.balance?.message != nil else { return body }
    var bytes = response.body
    return redactor.redact(&bytes) ? ResponseBody(bytes, &outline) : body
  }

  /// A complaint may name what stands in the answer, and cut it short, so no key may stand there.
  private func verdict(on reply: Reply, _ body: ResponseBody?) -> Diagnosis {
    let verdict = Diagnosis(on: reply, body, expecting: expectation)
    guard case .unexpected(let answer, let failure) = verdict, var bytes = reply.response?.body,
      redactor.redact(&bytes)
    else { return verdict }
    let message = expectation.complaint(about: answer, in: bytes) ?? "it holds the API key"
    return .unexpected(answer, Failure(kind: failure.kind, message: message))
  }
}
