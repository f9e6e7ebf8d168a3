package import Basics
import BatchRunner
import Tokens

/// An estimate for people: a table and the assumptions behind it, in lines of at most 80 columns.
package struct EstimateText: Sendable {
  let estimate: Estimate
  let now: Date
  let secondsFromGMT: Int

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

  var forecast: Forecast { estimate.forecast }
}

// MARK: - The table

extension EstimateText {
  private var heading: [String] {
    let plan = estimate.plan
    var lines = [
      row("jobs", estimate.found.sentence),
      row(
        "plan", "\(plan.name.rawValue): \(plan.words), \(Figure.count(plan.concurrency)) at once"),
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
  func columns(
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
  func row(_ title: String, _ text: String) -> String {
    title + String(repeating: " ", count: max(1, 10 - title.count)) + text
  }
}
