import Basics
import BatchRunner
import SandboxAPI

extension SimulatedServer {
  /// The headers, true or lies.
  mutating func decorate(_ answer: inout Answer, at now: Instant, _ strength: Double) {
    guard plan.sendsRateHeaders else { return }
    let unix = NightPlan.unixSeconds(at: now) + plan.serverSkew
    answer.headers.date = plan.sendsDate ? Self.date(unix) : nil
    answer.headers.rateLimit = plan.serverLimit.map(String.init)
    if answer.kind == .rateLimited, dice.unit() < 0.7 {
      let seconds = Int.random(in: 1...Int(plan.window / .seconds(1)), using: &dice)
      answer.headers.retryAfter = dice.unit() < 0.8 ? "\(seconds)" : Self.date(unix + seconds)
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

  /// `Sun, 06 Nov 1994 08:49:37 GMT`
  static func date(_ unix: Int) -> String {
    let days = unix / 86_400
    let rest = unix % 86_400
    // Days since 0000-03-01 ("chrono-Compatible Low-Level Date Algorithms", Hinnant, 2014).
    let shifted = days + 719_468
    let era = shifted / 146_097
    let dayOfEra = shifted % 146_097
    let year = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * year + year / 4 - year / 100)
    let month = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * month + 2) / 5 + 1
    let calendarYear = year + era * 400 + (month >= 10 ? 1 : 0)
    let names = [
      "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Jan", "Feb",
    ]
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    return "Mon, \(two(day)) \(names[month]) \(calendarYear) "
      + "\(two(rest / 3600)):\(two(rest / 60 % 60)):\(two(rest % 60)) GMT"
  }
}
