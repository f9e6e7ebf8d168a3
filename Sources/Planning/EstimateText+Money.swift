import Basics
import BatchRunner

/// When the run would be done, and whether the money is enough.
extension EstimateText {
  var time: [String] {
    let (low, likely, ceiling) = (estimate.low, estimate.likely, estimate.ceiling)
    let isBounded = estimate.hasLongestTime
    func last(_ words: String) -> String { isBounded ? words : "no ceiling" }
    var lines = [
      columns(
        "time", "", low.duration.words, likely.duration.words, last(ceiling.duration.words)),
      columns(
        "done at", "", clock(low.duration), clock(likely.duration), last(clock(ceiling.duration))),
    ]
    let latest = isBounded ? ", at the latest by \(clock(ceiling.duration))" : ""
    lines.append(row("done", "likely by \(clock(likely.duration))\(latest)"))
    let isSameLimit = likely.limit == ceiling.limit || !isBounded
    lines.append(
      row(
        "limited",
        "by \(likely.limit.rawValue)"
          + (isSameLimit ? "" : "; at the ceiling by \(ceiling.limit.rawValue)")))
    if likely.left + (isBounded ? ceiling.left : 0) > 0 {
      lines.append(
        row("until", "\(Figure.count(likely.left, "job")) would not start in time")
          + (isBounded ? "; at the ceiling \(Figure.count(ceiling.left))" : ""))
    }
    return lines
  }

  /// The clock time after this duration: `05:40`, or `11-24 05:40` if that is a day or more away.
  private func clock(_ duration: Duration) -> String {
    let stamp = Timestamp(
      now.addingTimeInterval(duration / .seconds(1)), secondsFromGMT: secondsFromGMT)
    let time = String(stamp.timeOfDay.prefix(5))
    return duration < .seconds(86_400) ? time : "\(stamp.date.dropFirst(5)) \(time)"
  }

  var money: [String] {
    [interval, balance, cap, tokenBudget].compactMap(\.self)
  }

  /// The 95 % interval of the cost; `nil` without finished answers or without prices.
  private var interval: String? {
    guard forecast.origin != .prior, let rest = forecast.cost, let total = estimate.total else {
      return nil
    }
    func range(_ cost: ForecastRange) -> String {
      "\(Figure.dollars(Money(dollars: cost.low))) to \(Figure.dollars(Money(dollars: cost.high)))"
    }
    return row("95 %", "\(range(rest)) for the rest, \(range(total)) for the whole run")
  }

  /// The balance and whether it is enough; `nil` if it is unknown.
  private var balance: String? {
    guard let balance = estimate.balance else { return nil }
    let amount =
      switch balance {
      case .credits(let credits): "\(Figure.credits(credits)) credits"
      case .usd(let dollars): Figure.dollars(Money(dollars: dollars))
      }
    guard let budget = estimate.budget else {
      return row("balance", "\(amount); add --credits-per-usd to compare it with the cost")
    }
    guard forecast.cost != nil else { return row("balance", "\(amount); no model has a price") }
    let dollars =
      if case .credits = balance { " (\(Figure.dollars(Money(dollars: budget))))" } else { "" }
    return row("balance", amount + dollars + ": " + balanceVerdict)
  }

  /// Whether the known balance is enough, and otherwise when it runs out.
  private var balanceVerdict: String {
    func end(_ shortage: FinishTime.Shortage) -> String {
      "at about job \(Figure.count(shortage.jobs)) of \(Figure.count(forecast.jobs)), "
        + clock(shortage.after)
    }
    if let shortage = estimate.likely.shortage { return "likely runs out " + end(shortage) }
    if forecast.cost?.ceiling.isFinite == false { return "likely enough; there is no ceiling" }
    if let shortage = estimate.ceiling.shortage {
      return "likely enough; at the ceiling it runs out " + end(shortage)
    }
    return "enough"
  }

  /// Whether `--max-cost` is enough; `nil` without that option or without prices.
  private var cap: String? {
    guard let cap = estimate.maxCost, let total = estimate.total else { return nil }
    let option = "--max-cost \(Figure.dollars(Money(dollars: cap)))"
    return row("cap", "\(option) \(verdict(total, limit: cap))")
  }

  /// Whether `--token-budget` is enough; `nil` without that option.
  private var tokenBudget: String? {
    guard let budget = estimate.tokenBudget else { return nil }
    let option = "--token-budget \(Figure.count(budget))"
    return row("budget", "\(option) \(verdict(estimate.totalTokens, limit: Double(budget)))")
  }

  /// Whether a limit for the whole run is enough.
  private func verdict(_ total: ForecastRange, limit: Double) -> String {
    if total.likely > limit { return "would likely be reached" }
    if !total.ceiling.isFinite { return "is likely enough, but there is no ceiling" }
    return total.ceiling > limit ? "is likely enough, but not at the ceiling" : "is enough"
  }
}
