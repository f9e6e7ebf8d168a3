package import Basics

/// Reads each reply once: its meaning, the rate limit, the balance, and what it was billed.
package struct ReplyReader: Sendable {
  private let expectation: Expectation
  private var pricing: Pricing
  /// Removes the API keys from texts of the server.
  private var redactor: Redactor
  /// Kept only to reuse its storage.
  private var outline = JSONOutline()

  package init(
    expecting expectation: Expectation = Expectation(), pricing: Pricing, redactor: Redactor
  ) {
    self.expectation = expectation
    self.pricing = pricing
    self.redactor = redactor
  }

  /// Uses a redactor that also knows a new key.
  package mutating func renew(_ redactor: Redactor) {
    self.redactor = redactor
  }

  /// `wall`: the time of day, for rate limits that are given as a date.
  package mutating func read(_ reply: Reply, to job: Job, at wall: WallTime) -> AttemptEnd {
    let body = reply.response.map { read($0) }
    var rate: RateNotice?
    if let response = reply.response, let body {
      rate = RateNotice(response, body, wall: wall.seconds)
    }
    let diagnosis = diagnosis(on: reply, body, rate)
    return AttemptEnd(
      reply, diagnosis, rate: rate,
      balance: body?.balance, charge: pricing.charge(diagnosis, of: job))
  }

  /// Reads the body. If it contains a message, which may be shown to the user, the API key is first
  /// removed from it.
  private mutating func read(_ response: Response) -> ResponseBody {
    let body = ResponseBody(response.body, &outline)
    guard body.error != nil || body.balance?.message != nil else { return body }
    var bytes = response.body
    return redactor.redact(&bytes) ? ResponseBody(bytes, &outline) : body
  }

  /// What the reply means. A complaint about an answer can quote a part of it, so the API key is
  /// removed from the answer first. Removing it from the complaint would not be enough: the quote
  /// may have been cut off inside the key.
  private func diagnosis(on reply: Reply, _ body: ResponseBody?, _ rate: RateNotice?) -> Diagnosis {
    let diagnosis = Diagnosis(on: reply, body, rate, expecting: expectation)
    guard case .unexpected(let answer, let failure) = diagnosis, var bytes = reply.response?.body,
      redactor.redact(&bytes)
    else { return diagnosis }
    let message = expectation.complaint(about: answer, in: bytes) ?? "it contains the API key"
    return .unexpected(answer, Failure(kind: failure.kind, message: message))
  }
}
