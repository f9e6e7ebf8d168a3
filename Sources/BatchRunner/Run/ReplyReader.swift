package import Basics
import Tokens

/// Reads each reply once: its meaning, the rate limit, the balance, what it was billed, and
/// what is asked next if the answer could be better.
package struct ReplyReader: Sendable {
  let expectation: Expectation
  let askingAgain: AskingAgain
  var pricing: Pricing
  /// Removes the API keys from texts of the server.
  private var redactor: Redactor
  /// Answers that tell their tokens in.
  private var answers = 0
  /// Kept only to reuse its storage.
  private var outline = JSONOutline()

  package init(
    expecting expectation: Expectation = Expectation(),
    askingAgain: AskingAgain = AskingAgain(), pricing: Pricing, redactor: Redactor
  ) {
    self.expectation = expectation
    self.askingAgain = askingAgain
    self.pricing = pricing
    self.redactor = redactor
  }

  /// Uses a redactor that also knows a new key.
  package mutating func renew(_ redactor: Redactor) {
    self.redactor = redactor
  }

  /// `wall`: the time of day, for rate limits that are given as a date.
  package mutating func read(_ reply: Reply, to job: Job, at wall: WallTime) -> AttemptEnd {
    var reply = reply
    var body: ResponseBody?
    var rate: RateNotice?
    if var response = reply.response {
      let read = read(&response)
      rate = RateNotice(response, read, wall: wall.seconds)
      if response.unmended != nil { reply = reply.with(response) }
      body = read
    }
    let diagnosis = diagnosis(on: reply, body, rate)
    return AttemptEnd(
      reply, diagnosis, rate: rate, balance: body?.balance,
      charge: pricing.charge(diagnosis, of: job),
      tokensAtMost: pricing.tokensAtMost(diagnosis, of: job),
      lacksTierPrice: lacksTierPrice(diagnosis, job),
      estimatedIn: estimatedIn(diagnosis, job), model: job.model,
      followUp: followUp(after: diagnosis, reply, to: job))
  }

  /// Reads the body, and mends it in the response if it must be. If it contains a message, which may
  /// be shown to the user, the API key is first removed from it.
  private mutating func read(_ response: inout Response) -> ResponseBody {
    var body = ResponseBody(response.body, &outline, streamProblem: response.streamProblem)
    if let mended = body.mended { response.adopt(mended) }
    guard body.error != nil || body.balance?.message != nil else { return body }
    var bytes = response.body
    if redactor.redact(&bytes) {
      let problem = body.mended?.problem ?? response.streamProblem
      body = ResponseBody(bytes, &outline, streamProblem: problem)
    }
    return body
  }

  private mutating func lacksTierPrice(_ diagnosis: Diagnosis, _ job: Job) -> Bool {
    diagnosis.answer.map { pricing.lacksTierPrice($0.usage, model: job.model) } ?? false
  }

  /// All answers at first, then one of so many: enough to tell how good the estimates are.
  private static let measuredAtFirst = 1000
  private static let measuresOneOf = 8

  /// The estimate for a request whose answer tells the true number; `nil`: it is not measured.
  private mutating func estimatedIn(_ diagnosis: Diagnosis, _ job: Job) -> Int? {
    guard diagnosis.answer?.tokensIn != nil else { return nil }
    answers += 1
    guard answers <= Self.measuredAtFirst || answers % Self.measuresOneOf == 0 else { return nil }
    return pricing.size(of: job.body).tokensIn
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
