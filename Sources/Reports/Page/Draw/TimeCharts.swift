import Basics

/// The charts with time on the horizontal axis.
struct TimeCharts {
  let journal: JournalFigures
  let axis: TimeAxis
  /// The estimated cost in dollars and the estimated length in seconds of the last session; `nil`
  /// if there was no estimate.
  var estimate: (dollars: Double, seconds: Double)?

  init(_ journal: JournalFigures, _ zone: ClockZone) {
    self.journal = journal
    axis = TimeAxis(journal, zone)
  }

  private var buckets: [TimeBuckets.Bucket] { journal.buckets.buckets }
  /// The width of a slice in milliseconds.
  private var width: Int { journal.buckets.width }

  /// Calls `add` with the left end, the right end and the height of each slice.
  private func steps(
    _ chart: Chart, _ values: [Double], _ add: (Double, Double, Double) -> Void
  ) {
    for (index, value) in values.enumerated() {
      add(
        chart.x(axis.share(index * width)), chart.x(axis.share((index + 1) * width)),
        chart.y(value))
    }
  }

  /// Draws one value per slice as a step curve; `kind` is its CSS class.
  private func curve(
    _ chart: Chart, _ values: [Double], _ kind: String, filled: Bool, into page: inout Markup
  ) {
    var path = StepPath()
    steps(chart, values) { path.add($0, $1, $2) }
    if filled {
      page.element("path", ["class": "area \(kind)", "d": path.area(chart.bottom)]) { _ in }
    }
    page.element("path", ["class": "line \(kind)", "d": path.stroke]) { _ in }
  }

  /// Draws the limit of each session as a line over the time of that session.
  private func limits(
    _ chart: Chart, into page: inout Markup, _ value: (JournalFigures.Limit) -> Double?
  ) {
    for (index, limit) in journal.limits.enumerated() {
      guard let value = value(limit) else { continue }
      let end =
        index + 1 < journal.limits.count ? journal.limits[index + 1].offset : axis.length
      let (x1, x2) = (chart.x(axis.share(limit.offset)), chart.x(axis.share(end)))
      chart.line(&page, "limit", x1, chart.y(value), x2, chart.y(value))
    }
  }
}

// MARK: - Starts

extension TimeCharts {
  /// Whether the chart of starts shows a rolling sum over the rate window, which is what the plan
  /// limits. That needs a limit, and slices that divide the window.
  var isRolling: Bool {
    let window = windowMilliseconds
    return journal.limits.contains { $0.requestsPerWindow != nil } && width < window
      && window % width == 0
  }

  private var windowMilliseconds: Int {
    Int((min(max(0, journal.limits.last?.windowSeconds ?? 60), 1e6) * 1000).rounded())
  }

  /// Starts per minute, for each slice: over the rate window up to the end of the slice, or over
  /// the slice itself if not ``isRolling``.
  var startsPerMinute: [Double] {
    guard isRolling else {
      return buckets.map { Double($0.starts) * 60_000 / Double(width) }
    }
    let window = windowMilliseconds
    let reach = window / width
    let cuts = axis.segments.map { $0.offset / width }
    var first = 0
    var sum = 0
    return buckets.indices.map { index in
      sum += buckets[index].starts
      let start = max(index - reach + 1, cuts.last { $0 <= index } ?? 0)
      while first < start {
        sum -= buckets[first].starts
        first += 1
      }
      return Double(sum) * 60_000 / Double(window)
    }
  }

  static func perMinute(_ limit: JournalFigures.Limit) -> Double? {
    guard let count = limit.requestsPerWindow, limit.windowSeconds > 0 else { return nil }
    return Double(count) * 60 / limit.windowSeconds
  }

  func starts(_ size: Chart.Size, into page: inout Markup) {
    let values = startsPerMinute
    let highest = max(values.max() ?? 0, journal.limits.compactMap(Self.perMinute).max() ?? 0)
    let chart = Chart(size, to: highest)
    let title =
      "Starts a minute over time; the most is \(Figure.rate(values.max() ?? 0))"
      + (journal.limits.compactMap(Self.perMinute).last.map {
        ", the plan's limit is \(Figure.rate($0))"
      } ?? "")
    chart.draw(into: &page, title: title, label: "starts / minute", Self.number) { page in
      curve(chart, values, "s1", filled: true, into: &page)
      limits(chart, into: &page, Self.perMinute)
      axis.draw(chart, into: &page)
    }
  }

  func inFlight(_ size: Chart.Size, into page: inout Markup) {
    let values = buckets.map { Double($0.inFlightMost) }
    let limit = journal.limits.map(\.concurrency).max() ?? 0
    let most = Int(values.max() ?? 0)
    let chart = Chart(size, to: max(Double(most), Double(limit)))
    let title =
      "Requests in flight over time, the most in each slice; at most \(Figure.count(most)), "
      + "\(Figure.count(limit)) allowed"
    chart.draw(into: &page, title: title, label: "requests in flight", Self.number) { page in
      curve(chart, values, "s3", filled: true, into: &page)
      limits(chart, into: &page) { Double($0.concurrency) }
      axis.draw(chart, into: &page)
    }
  }

  /// A count for an axis, such as `12k`.
  static func number(_ value: Double) -> String {
    Figure.compact(Int(value.rounded())).replacing(".0", with: "")
  }
}

// MARK: - Trouble

extension TimeCharts {
  /// 429s, retries and failures as stacked bars, with events above them and outages behind them.
  func trouble(_ size: Chart.Size, into page: inout Markup) {
    let most = buckets.map { $0.rateLimited + $0.retried + $0.failed }.max() ?? 0
    let chart = Chart(size, to: Double(most))
    let title =
      "Trouble over time: \(Figure.count(journal.rateLimited)) answers with status 429, "
      + "\(Figure.count(journal.retried)) retries for other reasons, "
      + Figure.count(journal.events.count, "event")
    let label = "attempts in \(Duration.milliseconds(width).words)"
    chart.draw(into: &page, title: title, label: label, Self.number) { page in
      outages(chart, into: &page)
      for (index, bucket) in buckets.enumerated() {
        let x1 = chart.x(axis.share(index * width))
        let x2 = chart.x(axis.share((index + 1) * width))
        var low = 0
        for (count, kind) in [
          (bucket.rateLimited, "bar s2"), (bucket.retried, "bar s4"), (bucket.failed, "bar s5"),
        ] where count > 0 {
          chart.bar(&page, kind, x1, max(x1 + 1.5, x2), from: Double(low), to: Double(low + count))
          low += count
        }
      }
      for event in journal.events.elements { mark(chart, event, into: &page) }
      axis.draw(chart, into: &page)
    }
  }

  /// Draws a band from each outage to its end, or to the end of the axis.
  private func outages(_ chart: Chart, into page: inout Markup) {
    var since: Int?
    for event in journal.events.elements {
      if event.kind == "outage" { since = since ?? event.offset }
      guard event.kind == "recovered" || event.kind == "halted", let start = since else {
        continue
      }
      band(chart, start, event.offset, into: &page)
      since = nil
    }
    if let since { band(chart, since, axis.length, into: &page) }
  }

  private func band(_ chart: Chart, _ start: Int, _ end: Int, into page: inout Markup) {
    let (x1, x2) = (chart.x(axis.share(start)), chart.x(axis.share(end)))
    chart.bar(&page, "outage", x1, max(x1 + 2, x2), to: chart.top)
  }

  /// Draws an event as a small triangle above the plot; its tooltip explains it.
  private func mark(
    _ chart: Chart, _ event: JournalFigures.Event, into page: inout Markup
  ) {
    let x = chart.x(axis.share(event.offset))
    let (high, low) = (Chart.px(chart.above - 8), Chart.px(chart.above))
    let points = "\(Chart.px(x - 4)),\(high) \(Chart.px(x + 4)),\(high) \(Chart.px(x)),\(low)"
    let kind = event.kind == "halted" || event.kind == "balance_empty" ? "event halt" : "event"
    page.element("polygon", ["class": kind, "points": points]) { page in
      page.element("title", "\(Excerpt.of(event.kind, longest: 40)): \(event.text)")
    }
  }
}

// MARK: - Tokens and cost

extension TimeCharts {
  func tokens(_ size: Chart.Size, into page: inout Markup) {
    let into = sums(\.tokensIn)
    let out = sums(\.tokensOut)
    let chart = Chart(size, to: max(into.last ?? 0, out.last ?? 0))
    let title =
      "Tokens over time, added up: \(Figure.count(Int(into.last ?? 0))) in, "
      + "\(Figure.count(Int(out.last ?? 0))) out"
    chart.draw(into: &page, title: title, label: "tokens so far", Self.number) { page in
      curve(chart, into, "s1", filled: false, into: &page)
      curve(chart, out, "s2 dashed", filled: false, into: &page)
      axis.draw(chart, into: &page)
    }
  }

  func cost(_ size: Chart.Size, into page: inout Markup) {
    let values = sums(\.spend.nanodollars).map { $0 / 1e9 }
    let spent = values.last ?? 0
    let line = estimateLine(values)
    let chart = Chart(size, to: max(spent, line?.to ?? 0), whole: false)
    let title =
      "Cost over time, added up: \(Figure.dollars(Money(dollars: spent)))"
      + (estimate.map {
        "; the last session was estimated at \(Figure.dollars(Money(dollars: $0.dollars)))"
      } ?? "")
    chart.draw(into: &page, title: title, label: "US dollars so far", Self.dollars) { page in
      curve(chart, values, "s3", filled: true, into: &page)
      if let line {
        chart.line(
          &page, "estimate", chart.x(axis.share(line.start)), chart.y(line.from),
          chart.x(axis.share(line.end)), chart.y(line.to))
      }
      axis.draw(chart, into: &page)
    }
  }

  /// The line from the beginning of the last session to its estimated cost at its estimated end. It
  /// is cut at the end of the axis.
  private func estimateLine(
    _ values: [Double]
  ) -> (start: Int, end: Int, from: Double, to: Double)? {
    guard let estimate, let start = journal.limits.last?.offset else { return nil }
    let before = start / width
    let from = before > 0 && before <= values.count ? values[before - 1] : 0
    let length = max(1, min(estimate.seconds, 1e9) * 1000)
    let room = Double(axis.length - start)
    let shown = min(1, room / length)
    return (start, start + Int(length * shown), from, from + estimate.dollars * shown)
  }

  /// Running totals, one per slice.
  private func sums(_ part: KeyPath<TimeBuckets.Bucket, Int>) -> [Double] {
    var sum = 0.0
    return buckets.map { bucket in
      sum += Double(bucket[keyPath: part])
      return sum
    }
  }

  /// Dollars for an axis; smaller amounts have more decimals.
  static func dollars(_ value: Double) -> String {
    switch value {
    case 0: "$0"
    case ..<0.0001: "$" + value.text("%.1e")
    case ..<0.01: "$" + value.text("%.4f")
    case ..<1: "$" + value.text("%.3f")
    case ..<100: "$" + value.text("%.2f")
    default: "$" + Figure.compact(Int(value.rounded()))
    }
  }
}
