import Basics
import BatchRunner
import SandboxAPI

extension SimulatedServer {
  /// The headers, true or lies.
  mutating func decorate(_ answer: inout Answer, at now: Instant, _ strength: Double) {
    guard plan.sendsRateHeaders else { return }
    defer {
      // A 503 that says when to come back is too many requests, like a 429.
      if case .busy(503) = answer.kind, answer.headers.retryAfter == "7" {
        answer.kind = .rateLimited
      }
    }
    let unix = NightPlan.unixSeconds(at: now) + plan.serverSkew
    answer.headers.date = plan.sendsDate ? HTTPDate(unixSeconds: unix).text : nil
    answer.headers.rateLimit = plan.serverLimit.map(String.init)
    // A limit without a reset within a minute is no limit per minute.
    answer.headers.rateReset = plan.serverLimit.map { _ in "\(unix + 30)" }
    if answer.kind == .rateLimited, dice.unit() < 0.7 {
      let seconds = Int.random(in: 1...Int(plan.window / .seconds(1)), using: &dice)
      answer.headers.retryAfter =
        dice.unit() < 0.8 || strength == 0
        ? "\(seconds)" : HTTPDate(unixSeconds: unix + seconds).text
    }
    if case .busy(503) = answer.kind, dice.unit() < 0.3 { answer.headers.retryAfter = "7" }
    guard dice.unit() < plan.lieChance * strength else { return }
    count(.headerLie)
    switch dice.next() % 8 {
    case 0: answer.headers.rateLimit = "0"
    case 1: answer.headers.rateLimit = "1000000"
    case 2: answer.headers.rateLimit = "\(max(1, (plan.limit ?? 8) / 2))"
    case 3: (answer.headers.rateRemaining, answer.headers.rateReset) = ("0", "\(unix + 17)")
    case 4: (answer.headers.rateRemaining, answer.headers.rateReset) = ("0", "\(unix - 9_999)")
    case 5:
      (answer.headers.rateRemaining, answer.headers.rateReset) = ("-3", "99999999999999999999")
    case 6: answer.headers.retryAfter = "-5"
    default: answer.headers.retryAfter = dice.unit() < 0.1 ? "999999999999" : "soon"
    }
  }
}
