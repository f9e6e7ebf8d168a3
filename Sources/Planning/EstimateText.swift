package import Basics
import BatchRunner
import Tokens

/// An estimate for people: a table of at most 80 columns, and what it goes by.
package struct EstimateText: Sendable {
  private let estimate: Estimate
  private let now: Date
  private let secondsFromGMT: Int

  /// Clock times are told in the zone of this machine.
  package init(_ estimate: Estimate, _ now: WallTime) {
    let date = Date(timeIntervalSince1970: Double(now.milliseconds) / 1000)
    self.init(
      estimate, at: date, secondsFromGMT: ClockZone.current.secondsFromGMT(for: date))
  }

  /// Clock times are told in the zone that lies so many seconds east of Greenwich.
  package init(_ estimate: Estimate, at now: Date, secondsFromGMT: Int) {
    self.estimate = estimate
    self.now = now
    self.secondsFromGMT = secondsFromGMT
  }

  package var lines: [String] {
    (heading + [""] + table + [""] + time + money + [""] + assumptions)
      .map { Printable($0).description }
  }

  package var text: String { lines.map { $0 + "\n" }.joined() }

  private var forecast: Forecast { estimate.forecast }
}

// MARK: - The table

extension EstimateText {
  private var heading: [String] {
    let plan = estimate.plan
    let rate =
      plan.requestsPerWindow.map { "\(Figure.count($0)) requests in \(plan.window.words)" }
      ?? "no limit a minute"
    var lines = [
      row("jobs", estimate.found.sentence),
      row("plan", "\(plan.name.rawValue): \(rate), \(Figure.count(plan.concurrency)) at once"),
    ]
    if !estimate.spent.isNothing || estimate.tokensIn > 0 {
      let tokens =
        "\(Figure.compact(estimate.tokensIn)) tokens in, \(Figure.compact(estimate.tokensOut)) out"
      let perhaps = estimate.spent.perhapsWords.map { ", \($0)" } ?? ""
      lines.append(row("so far", "\(Figure.dollars(estimate.spent.known))\(perhaps); \(tokens)"))
    }
    return lines
  }

  private var table: [String] {
    var lines = [columns("to do", "jobs", "low", "likely", "ceiling")]
    for model in forecast.models {
      lines += block(
        model.model, jobs: model.jobs, model.tokensIn, model.tokensOut, cost: model.cost)
    }
    guard forecast.models.count > 1 else { return lines }
    let unpriced = forecast.unpriced.count
    let name = unpriced > 0 && forecast.cost != nil ? "total (dollars: priced models)" : "total"
    return lines
      + block(
        name, jobs: forecast.jobs, forecast.tokensIn, forecast.tokensOut, cost: forecast.cost)
  }

  private func block(
    _ name: String, jobs: Int, _ tokensIn: Outlook, _ tokensOut: Outlook, cost: Outlook?
  ) -> [String] {
    func figures(_ title: String, _ figure: Outlook, _ spell: (Double) -> String) -> String {
      columns("  " + title, "", spell(figure.low), spell(figure.likely), spell(figure.ceiling))
    }
    func tokens(_ value: Double) -> String { Figure.compact(Int(min(value, 1e15).rounded())) }
    func dollars(_ value: Double) -> String { Figure.dollars(Money(dollars: value)) }
    return [
      columns(name, Figure.count(jobs), "", "", ""),
      figures("tokens in", tokensIn, tokens),
      figures("tokens out", tokensOut, tokens),
      cost.map { figures("US dollars", $0, dollars) }
        ?? columns("  US dollars", "", "unpriced", "", ""),
    ]
  }

  private func columns(
    _ name: String, _ jobs: String, _ low: String, _ likely: String, _ ceiling: String
  ) -> String {
    let shown = DisplayWidth.fit(name, to: 34)
    let gap = String(repeating: " ", count: max(0, 34 - DisplayWidth.of(shown)))
    let line = shown + gap + pad(jobs, 11) + pad(low, 11) + pad(likely, 11) + pad(ceiling, 11)
    return String(line.reversed().drop { $0 == " " }.reversed())
  }

  private func pad(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(1, width - text.count)) + text
  }

  private func row(_ title: String, _ text: String) -> String {
    title + String(repeating: " ", count: max(1, 10 - title.count)) + text
  }
}

// MARK: - Time and money

extension EstimateText {
  private var time: [String] {
    let (low, likely, ceiling) = (estimate.low, estimate.likely, estimate.ceiling)
    var lines = [
      columns(
        "time", "", low.duration.words, likely.duration.words, ceiling.duration.words),
      columns("done at", "", clock(low.duration), clock(likely.duration), clock(ceiling.duration)),
    ]
    let same = likely.limit == ceiling.limit
    lines.append(
      row("done", "by \(clock(likely.duration)), at the latest \(clock(ceiling.duration))"))
    lines.append(
      row(
        "held up",
        "by \(likely.limit.rawValue)"
          + (same ? "" : "; at the ceiling by \(ceiling.limit.rawValue)")))
    if likely.left + ceiling.left > 0 {
      lines.append(
        row("until", "\(Figure.count(likely.left, "job")) would be left when the time is up, ")
          + "\(Figure.count(ceiling.left)) at the ceiling")
    }
    return lines
  }

  /// `05:40`; with its date where that is more than a day away.
  private func clock(_ duration: Duration) -> String {
    let stamp = Timestamp(
      now.addingTimeInterval(duration / .seconds(1)), secondsFromGMT: secondsFromGMT)
    let time = String(stamp.timeOfDay.prefix(5))
    return duration < .seconds(86_400) ? time : "\(stamp.date.dropFirst(5)) \(time)"
  }

  private var money: [String] {
    [interval, balance, cap].compactMap(\.self)
  }

  /// What an answer's evidence is worth.
  private var interval: String? {
    guard forecast.origin != .prior, let left = forecast.cost, let total = estimate.total else {
      return nil
    }
    func span(_ figure: Outlook) -> String {
      "\(Figure.dollars(Money(dollars: figure.low))) to \(Figure.dollars(Money(dollars: figure.high)))"
    }
    return row("95 %", "\(span(left)) for what is left, \(span(total)) for the whole run")
  }

  private var balance: String? {
    guard let balance = estimate.balance else { return nil }
    let told =
      switch balance {
      case .credits(let credits): "\(Figure.credits(credits)) credits"
      case .usd(let dollars): Figure.dollars(Money(dollars: dollars))
      }
    guard let budget = estimate.budget else {
      return row("balance", "\(told); say what a dollar is worth with --credits-per-usd")
    }
    guard forecast.cost != nil else { return row("balance", "\(told); no model has a price") }
    let dollars =
      if case .credits = balance { " (\(Figure.dollars(Money(dollars: budget))))" } else { "" }
    return row("balance", told + dollars + ": " + fate)
  }

  /// Whether the balance lasts.
  private var fate: String {
    func end(_ shortage: FinishTime.Shortage) -> String {
      "at about job \(Figure.count(shortage.jobs)) of \(Figure.count(forecast.jobs)), "
        + clock(shortage.after)
    }
    if let shortage = estimate.likely.shortage { return "it likely ends " + end(shortage) }
    if let shortage = estimate.ceiling.shortage {
      return "it likely lasts; at the ceiling it ends " + end(shortage)
    }
    return "it lasts"
  }

  private var cap: String? {
    guard let cap = estimate.maxCost, let total = estimate.total else { return nil }
    let told = "--max-cost \(Figure.dollars(Money(dollars: cap)))"
    if total.likely > cap { return row("cap", "\(told) would likely be reached") }
    if total.ceiling > cap { return row("cap", "\(told) likely suffices, not at the ceiling") }
    return row("cap", "\(told) suffices")
  }
}

// MARK: - What it goes by

extension EstimateText {
  private var assumptions: [String] {
    (["Assumed:"] + (output + input + pricing + pace).flatMap(wrap))
  }

  private var output: [String] {
    var texts: [String] = []
    switch forecast.origin {
    case .prior:
      texts.append(
        "Output: no answers tell yet. Likely are \(Int(Prior.tokensOut)) tokens an answer, or half "
          + "of its limit; low is a quarter of that. --pilot or --like would tell better.")
    case .thisRun, .otherRun:
      let source =
        if case .otherRun(let path) = forecast.origin { "the answers in \(path)" } else {
          "this run's own answers"
        }
      let own = forecast.models.filter { $0.grade == .own }
      let pooled = forecast.models.filter { $0.grade == .pooled }
      if !own.isEmpty {
        let counts = own.prefix(4).map { "\(Self.short($0.model)) \(Figure.count($0.answers))" }
        texts.append(
          "Output and times: \(source), by model (\(counts.joined(separator: ", "))"
            + (own.count > 4 ? ", …" : "") + "). Low is the lower end of a 95 % interval, which "
            + "takes the jobs to come to be like the ones that are done.")
      }
      if !pooled.isEmpty {
        texts.append(
          "Too few answers of \(names(pooled)): \(source), of all models, speak for "
            + "\(pooled.count == 1 ? "it" : "them").")
      }
    }
    texts.append(
      "Ceiling: every answer as long as max_tokens allows (\(RequestSize.standardCeiling) where a "
        + "job sets none).")
    return texts
  }

  private var input: [String] {
    let isCorrected = forecast.models.contains { $0.grade != .prior }
    return [
      isCorrected
        ? "Input: estimated from the text, corrected by what the answers reported."
        : "Input: estimated from the text; a quarter more at the ceiling, a fifth less at the low."
    ]
  }

  private var pricing: [String] {
    var texts = ["Prices: \(estimate.prices)."]
    if !forecast.unpriced.isEmpty {
      texts.append("No price is known for \(names(forecast.unpriced)): not in any sum of dollars.")
    }
    if let rate = estimate.creditsPerUSD {
      texts.append(
        "A dollar is \(Figure.credits(rate)) credits, "
          + (estimate.isRateGiven ? "as you said." : "as far as this run's answers tell."))
    }
    return texts
  }

  private var pace: [String] {
    let times =
      forecast.origin == .prior
      ? "\(Prior.secondsToFirstToken.formattedSeconds) and \(Prior.secondsPerToken.formattedSeconds) "
        + "for each token an answer; "
      : ""
    return ["Time: \(times)no outages and no retries, starting now."]
  }

  private func names(_ models: [ModelForecast]) -> String {
    let listed = models.prefix(4).map { Self.short($0.model) }.joined(separator: ", ")
    return models.count > 4 ? "\(listed) and \(models.count - 4) more" : listed
  }

  private static func short(_ name: String) -> String { DisplayWidth.fit(name, to: 40) }

  /// Lines of 80 columns, the first with a dash.
  private func wrap(_ text: String) -> [String] {
    var lines: [String] = []
    var line = "-"
    for word in text.split(separator: " ") {
      if DisplayWidth.of(line) + 1 + DisplayWidth.of(String(word)) > 80 {
        lines.append(line)
        line = " "
      }
      line += " " + word
    }
    return lines + [line]
  }
}

extension Double {
  /// `1 s`, `0.02 s`.
  fileprivate var formattedSeconds: String {
    self == rounded() ? "\(Int(self)) s" : "\(self) s"
  }
}
