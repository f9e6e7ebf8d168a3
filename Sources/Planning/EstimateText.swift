package import Basics
import BatchRunner
import Tokens

/// An estimate for people: a table and the assumptions behind it, in lines of at most 80 columns.
package struct EstimateText: Sendable {
  private let estimate: Estimate
  private let now: Date
  private let secondsFromGMT: Int

  /// Shows clock times in the zone of this machine. `now` is the assumed start of the run.
  package init(_ estimate: Estimate, _ now: WallTime) {
    let date = Date(timeIntervalSince1970: Double(now.milliseconds) / 1000)
    self.init(
      estimate, at: date, secondsFromGMT: ClockZone.current.secondsFromGMT(for: date))
  }

  /// Shows clock times in the zone whose clocks are `secondsFromGMT` ahead of UTC.
  package init(_ estimate: Estimate, at now: Date, secondsFromGMT: Int) {
    self.estimate = estimate
    self.now = now
    self.secondsFromGMT = secondsFromGMT
  }

  /// Each line is safe to print on a terminal: names of models and files are untrusted.
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
      ?? "no rate limit"
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

  /// One block for each model, and one for the total if there are several.
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

  /// The lines for one model, or for the total.
  private func block(
    _ name: String, jobs: Int, _ tokensIn: ForecastRange, _ tokensOut: ForecastRange,
    cost: ForecastRange?
  ) -> [String] {
    func amounts(_ title: String, _ amount: ForecastRange, _ format: (Double) -> String) -> String {
      columns("  " + title, "", format(amount.low), format(amount.likely), format(amount.ceiling))
    }
    func tokens(_ value: Double) -> String { ceiling(value) { Figure.compact(Int($0.rounded())) } }
    func dollars(_ value: Double) -> String {
      ceiling(value) { Figure.dollars(Money(dollars: $0)) }
    }
    return [
      columns(name, Figure.count(jobs), "", "", ""),
      amounts("tokens in", tokensIn, tokens),
      amounts("tokens out", tokensOut, tokens),
      cost.map { amounts("US dollars", $0, dollars) }
        ?? columns("  US dollars", "", "unpriced", "", ""),
    ]
  }

  /// An amount that may be one that nothing limits.
  private func ceiling(_ value: Double, _ format: (Double) -> String) -> String {
    value.isFinite ? format(min(value, 1e15)) : "no ceiling"
  }

  /// A line of the table: 34 columns, then four right-aligned ones of 11, without trailing spaces.
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

  /// A line with a title of 10 columns.
  private func row(_ title: String, _ text: String) -> String {
    title + String(repeating: " ", count: max(1, 10 - title.count)) + text
  }
}

// MARK: - Time and money

extension EstimateText {
  private var time: [String] {
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

  private var money: [String] {
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

// MARK: - Assumptions

extension EstimateText {
  private var assumptions: [String] {
    (["Assumed:"] + (output + input + pricing + timing).flatMap(wrap))
  }

  /// What the output tokens are based on.
  private var output: [String] {
    var texts: [String] = []
    switch forecast.origin {
    case .prior:
      texts.append(
        "Output: there are too few answers to learn from. Likely is \(Int(ForecastDefaults.tokensOut)) tokens "
          + "an answer, or half of its limit if that is less; low is a quarter of likely. --pilot "
          + "or --like gives a better estimate.")
      if forecast.assumesThinking {
        texts.append(
          "Thinking: counted on top for models that think, by reasoning_effort where a job sets it, "
            + "else \(Figure.count(Int(ForecastDefaults.thinking))) tokens. It may be ten times as much."
        )
      }
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
          "Output and times: from \(source), by model (\(counts.joined(separator: ", "))"
            + (own.count > 4 ? ", …" : "") + "). Low is the lower end of a 95 % interval, if the "
            + "jobs to do are like the ones that are done.")
      }
      if !pooled.isEmpty {
        texts.append(
          "Too few answers from \(names(pooled)): the estimate for "
            + "\(pooled.count == 1 ? "it" : "them") uses \(source) from all models.")
      }
    }
    texts.append(
      "Ceiling: every answer is as long as max_tokens allows\(standardLimit), and every byte of text "
        + "is a token.")
    if !forecast.gaps.isEmpty {
      texts.append("No ceiling: nothing limits \(forecast.gaps.words).")
    }
    if let askingAgain { texts.append(askingAgain) }
    return texts
  }

  /// What the API allows where a job sets no limit; empty if that is not known.
  private var standardLimit: String {
    estimate.standardOut.map { " (\(Figure.count($0)) if a job sets no limit)" } ?? ""
  }

  /// How many answers the ceiling counts for each job; `nil`: one.
  private var askingAgain: String? {
    let answers = forecast.answers
    guard answers.most > 1 else { return nil }
    return "Asking again: the ceiling counts \(answers.most) answers for each job (--max-attempts)"
      + (answers.doubles
        ? ", each with twice the max_tokens of the one before (--retry-truncated)" : "")
      + (answers.areShown ? ", and sends each but the last as input too (--correct)" : "")
      + ". Low and likely count one."
  }

  /// What the input tokens are based on.
  private var input: [String] {
    let isCorrected = forecast.models.contains { $0.grade != .prior }
    return [
      isCorrected
        ? "Input: estimated from the text, corrected by the tokens that the answers reported."
        : "Input: estimated from the text; low is a fifth less."
    ]
  }

  private var pricing: [String] {
    var texts = ["Prices: \(estimate.prices)."]
    if !forecast.unpriced.isEmpty {
      texts.append(
        "No price is known for \(names(forecast.unpriced)): not included in the dollar amounts.")
    }
    if let rate = estimate.creditsPerUSD {
      texts.append(
        "A dollar is \(Figure.credits(rate)) credits, "
          + (estimate.isRateGiven
            ? "as set by --credits-per-usd." : "calculated from this run's answers."))
    }
    return texts
  }

  /// What the times are based on.
  private var timing: [String] {
    let times =
      forecast.origin == .prior
      ? "\(ForecastDefaults.secondsToFirstToken.formattedSeconds) for each answer and "
        + "\(ForecastDefaults.secondsPerToken.formattedSeconds) for each of its tokens; "
      : ""
    return ["Time: \(times)no outages and no retries, starting now."]
  }

  /// The names of the first four models, and how many more there are.
  private func names(_ models: [ModelForecast]) -> String {
    let listed = models.prefix(4).map { Self.short($0.model) }.joined(separator: ", ")
    return models.count > 4 ? "\(listed) and \(models.count - 4) more" : listed
  }

  private static func short(_ name: String) -> String { DisplayWidth.fit(name, to: 40) }

  /// The text as a list item: lines of at most 80 columns, the first with a dash. A longer word is
  /// not split.
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
