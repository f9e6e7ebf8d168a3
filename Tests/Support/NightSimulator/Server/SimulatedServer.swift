import Basics
import BatchRunner
import SandboxAPI

/// An API that counts, charges, lies and breaks as the plan of the night says.
struct SimulatedServer {
  /// What it answers, and how.
  struct Answer {
    var kind: Wire.Kind
    /// From the arrival to the status line, and from there to the end.
    var thinks: Duration
    var talks: Duration = .zero
    var status = 200
    var headers = ResponseHeaders()
    var body: [UInt8] = []
    var mark: String?
    /// The status and message of a refusal.
    var words: String?
    /// It breaks off after so many bytes of its body, or, with -1, before its status.
    var breaksAfter: Int?
  }

  let plan: NightPlan
  var dice: SplitMix64
  private(set) var credits: Double
  var key = 1
  private(set) var faults: [NightFault: Int] = [:]
  private var arrivals: [Instant] = []
  /// Of what the first model's limit and the unknown one let through.
  private var ofFirstModel: [Instant] = []
  private var taken: [Instant] = []
  private var answers = 0

  init(_ plan: NightPlan, dice: SplitMix64) {
    self.plan = plan
    self.dice = dice
    credits = plan.credits
  }

  mutating func topUp(enough: Bool = false) {
    credits += enough ? 1e9 : plan.topUp
  }

  mutating func count(_ fault: NightFault) {
    faults[fault, default: 0] += 1
  }

  /// `strength`: how much of the plan's trouble there is now, from 0 to 1.
  mutating func receive(
    _ token: String, key: Int, inFlight: Int, at now: Instant, strength: Double
  ) -> Answer {
    arrivals.append(now)
    var answer =
      limited(token, inFlight: inFlight, at: now, strength: strength)
      ?? decide(token, key: key, at: now, strength: strength)
    answer.thinks = thinkingTime(strength)
    answer.talks = .seconds(0.3 * dice.unit() * dice.unit())
    decorate(&answer, at: now, strength)
    return answer
  }

  private mutating func thinkingTime(_ strength: Double) -> Duration {
    let unit = dice.unit()
    if dice.unit() < 0.02 * strength {
      count(.slow)
      return .seconds(20 + 60 * unit)
    }
    return .seconds(plan.latency * (0.05 + 2 * unit * unit))
  }

  /// The refusal because of a limit of the model, or of one that no plan knows; `nil`: none.
  private mutating func limited(
    _ token: String, inFlight: Int, at now: Instant, strength: Double
  ) -> Answer? {
    func isFull(_ stamps: [Instant], _ limit: (most: Int, seconds: Double)) -> Bool {
      stamps.count { $0 > now - Int64(limit.seconds * 1e9) } >= limit.most
    }
    let isFirst = plan.models > 1 && plan.model(of: token) == "m0"
    if isFirst, strength > 0, plan.modelUsedUp?.contains(now) == true {
      count(.modelUsedUp)
      var answer = refuseModel()
      let left = (plan.modelUsedUp?.upperBound ?? now) - now
      answer.headers.retryAfter = "\(left / 1_000_000_000 + 1)"
      return answer
    }
    if isFirst, let limit = plan.modelLimit, isFull(ofFirstModel, limit) {
      count(.modelLimit)
      return refuseModel()
    }
    if let most = plan.unknownInFlight, inFlight >= most {
      count(.unknownInFlight)
      return refusal(.rateLimited, 429, "max_parallel_requests", "too many concurrent requests")
    }
    if let limit = plan.unknownRate, isFull(taken, limit) {
      count(.unknownRate)
      return refusal(.rateLimited, 429, "rate_limit_exceeded", "too many requests")
    }
    if isFirst { ofFirstModel.append(now) }
    taken.append(now)
    return nil
  }

  private func refuseModel() -> Answer {
    refusal(
      .rateLimited, 429, "rate_limit_exceeded",
      plan.namesModel ? "rate limit reached for model 'm0'" : "too many requests")
  }

  private mutating func decide(
    _ token: String, key: Int, at now: Instant, strength: Double
  ) -> Answer {
    if key != self.key {
      count(.oldKey)
      return refusal(.keyRefused, 401, "invalid_api_key", "the key is not valid")
    }
    if credits <= 0 {
      count(.emptyBalance)
      return emptyBalance()
    }
    let window = plan.window.nanoseconds
    if let limit = plan.serverLimit, !plan.limitsPerModel,
      arrivals.count(where: { $0 > now - window }) > limit
    {
      count(.overLimit)
      return refusal(.rateLimited, 429, "rate_limit_exceeded", "too many requests")
    }
    if plan.bursts.contains(where: { $0.contains(now) }) {
      count(.burst)
      return refusal(.busy(503), 503, "overloaded", "try later")
    }
    if let status = plan.fates[Self.name(of: token)], strength > 0 || status < 500 {
      count(status < 500 ? .badJob : .alwaysFails)
      return refusal(
        status < 500 ? .refused(status) : .busy(status), status, "job", "this job is bad")
    }
    for (fault, chance) in plan.chances where dice.unit() < chance * strength {
      count(fault)
      return strike(fault, token)
    }
    return usable(token)
  }

  /// `7v2` is the second version of job 7.
  static func name(of token: String) -> String {
    token.split(separator: "v").first.map(String.init) ?? token
  }

  private mutating func strike(_ fault: NightFault, _ token: String) -> Answer {
    switch fault {
    case .needless429: return refusal(.rateLimited, 429, "rate_limit_exceeded", "too many")
    case .serverError:
      let status = [500, 502, 503, 504, 529].randomElement(using: &dice) ?? 500
      return refusal(.busy(status), status, "server_error", "sorry")
    case .retriedStatus:
      let status = [408, 409, 425].randomElement(using: &dice) ?? 409
      return refusal(.busy(status), status, "conflict", "again")
    case .unusableAnswer: return unusable(token)
    case .truncated:
      var answer = usable(token)
      answer = Answer(
        kind: .broken, thinks: .zero, body: answer.body, mark: answer.mark,
        breaksAfter: Int.random(in: 0..<answer.body.count, using: &dice))
      return answer
    default:
      let answer = usable(token)
      return Answer(kind: .broken, thinks: .zero, body: answer.body, breaksAfter: -1)
    }
  }

  private func refusal(
    _ kind: Wire.Kind, _ status: Int, _ code: String, _ message: String
  ) -> Answer {
    let body = "{\"error\":{\"code\":\"\(code)\",\"message\":\"\(message)\"}}"
    return Answer(
      kind: kind, thinks: .zero, status: status, body: Array(body.utf8),
      words: "\(status) \(message)")
  }

  private mutating func emptyBalance() -> Answer {
    let shapes = [
      (402, "insufficient_balance", "no credits"), (402, "payment_required", "pay"),
      (429, "insufficient_quota", "quota"), (400, "x", "Your credit balance is too low"),
      (403, "insufficient_credits", "none"), (200, "insufficient_balance", "none left"),
    ]
    let (status, code, message) = shapes[plan.balanceShape % shapes.count]
    return refusal(.emptyBalance, status, code, message)
  }

  private mutating func usable(_ token: String) -> Answer {
    answers += 1
    credits -= plan.price
    let mark = "answer-\(answers)-"
    let looksAlike = dice.unit() < 0.02
    let text = looksAlike ? "{\\\"error\\\":{\\\"code\\\":\\\"insufficient_balance\\\"}}" : token
    if looksAlike { count(.lookAlike) }
    var body = "{\"id\":\"\(mark)\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\","
    body += "\"content\":\"\(text)\"},\"finish_reason\":\"stop\"}],"
    if credits < 10 {
      body += "\"_remaining_credits\":\(max(0, credits)),\"_balance_warning\":true,"
    }
    body += "\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":7}}"
    if dice.unit() < 0.1 { body = body.replacing(",", with: ",\n") }
    return Answer(
      kind: looksAlike ? .lookAlike : .usable, thinks: .zero, body: Array(body.utf8), mark: mark)
  }

  private mutating func unusable(_ token: String) -> Answer {
    answers += 1
    let mark = "answer-\(answers)-"
    let bodies = [
      "{\"id\":\"\(mark)\",\"choices\":[]}", "{\"id\":\"\(mark)\"}", "<html>\(mark)</html>",
      "{\"id\":\"\(mark)\",\"choices\":[{\"index\":0", "[\"\(mark)\"]",
      "{\"error\":{\"code\":\"oops\",\"message\":\"\(mark)\"}}", "\u{0}\(mark)\"\\",
    ]
    let body = bodies.randomElement(using: &dice) ?? ""
    return Answer(kind: .unusable, thinks: .zero, body: Array(body.utf8), mark: mark)
  }
}
