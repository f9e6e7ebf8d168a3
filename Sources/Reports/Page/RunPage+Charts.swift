import Basics
import BatchRunner

extension RunPage {
  /// The sections with charts. Charts without data are left out.
  func charts(_ page: inout Markup) {
    guard journal.summary.lastAttempt > 0 else {
      page.element("p", "Nothing has been sent yet, so there is nothing to draw.")
      return
    }
    var charts = TimeCharts(journal, zone)
    if let comparison = manifest.comparison, let usd = comparison.usd,
      let seconds = comparison.seconds
    {
      charts.estimate = (usd.estimated, seconds.estimated)
    }
    let cuts = journal.timeline.segments.dropFirst().count
    let cutNote =
      cuts > 0 ? " Where the axis is broken, time without any activity is left out." : ""
    figure(&page, "Throughput", keys: [("line s1", "starts")] + limitKey(charts)) {
      charts.starts($0, into: &$1)
    } note: {
      startsNote(charts) + cutNote
    }
    figure(
      &page, "In flight", keys: [("line s3", "requests in flight"), ("limit", "the plan's limit")]
    ) {
      charts.inFlight($0, into: &$1)
    } note: {
      "The highest number at once in each \(sliceWords)."
    }
    trouble(charts, &page)
    latency(&page)
    if journal.summary.tokensIn + journal.summary.tokensOut > 0 {
      figure(&page, "Tokens", keys: [("line s1", "in"), ("line s2 dashed", "out")]) {
        charts.tokens($0, into: &$1)
      } note: {
        "The tokens of all answers, including those that were replaced."
      }
    }
    cost(charts, &page)
  }

  /// The legend of the limit, if any session has one.
  private func limitKey(_ charts: TimeCharts) -> [(String, String)] {
    journal.limits.contains { TimeCharts.perMinute($0) != nil }
      ? [("limit", "the plan's limit")] : []
  }

  /// The width of a time slice in words.
  private var sliceWords: String { Duration.milliseconds(journal.buckets.width).words }

  private func startsNote(_ charts: TimeCharts) -> String {
    let window = journal.limits.last?.windowSeconds ?? 60
    return charts.isRolling
      ? "The requests started in the \(Duration.milliseconds(Int(min(window, 1e6) * 1000)).words) "
        + "before each point in time, which is what the plan limits."
      : "The mean in each \(sliceWords)."
  }

  /// 429s, retries, failures and events.
  private func trouble(_ charts: TimeCharts, _ page: inout Markup) {
    let failures = journal.buckets.buckets.reduce(0) { $0 + $1.failed }
    let isQuiet =
      journal.rateLimited + journal.retried + failures + journal.events.count == 0
    page.element("section") { page in
      page.element("h2", "Trouble")
      guard !isQuiet else {
        page.element("p", "None: no 429, no retry, no failure, no outage, no halt.")
        return
      }
      body(
        &page,
        keys: [
          ("bar s2", "status 429"), ("bar s4", "retried"), ("bar s5", "failed for good"),
          ("outage", "outage"), ("event", "event"), ("event halt", "halt"),
        ], draw: { charts.trouble($0, into: &$1) },
        note: "Attempts that ended in each \(sliceWords).")
    }
  }

  private func latency(_ page: inout Markup) {
    guard answers.latency.count > 0 else { return }
    let chart = LatencyChart(latency: answers.latency)
    figure(&page, "Latency", keys: []) {
      chart.draw($0, into: &$1)
    } note: {
      "\(Figure.count(answers.latency.count, "answer")) on a logarithmic axis. Quantiles are "
        + "accurate to 1 %. Mean \(answers.latency.mean.map(LatencyChart.time) ?? "unknown"), "
        + "longest \(LatencyChart.time(answers.latency.most))."
    }
  }

  private func cost(_ charts: TimeCharts, _ page: inout Markup) {
    guard journal.summary.spend.known > .zero else { return }
    let estimate =
      charts.estimate == nil ? [] : [("estimate", "estimate of the last session")]
    figure(&page, "Cost", keys: [("line s3", "spent")] + estimate) {
      charts.cost($0, into: &$1)
    } note: {
      "Each answer counts with its price when it arrived."
        + (journal.summary.spend.unpriced > 0
          ? " \(Figure.count(journal.summary.spend.unpriced, "answer")) without a price "
            + (journal.summary.spend.unpriced == 1 ? "is" : "are") + " not included." : "")
    }
  }

  /// A section with a title, a chart in both sizes, a legend and a note.
  private func figure(
    _ page: inout Markup, _ title: String, keys: [(String, String)],
    draw: (Chart.Size, inout Markup) -> Void, note: () -> String
  ) {
    page.element("section") { page in
      page.element("h2", title)
      body(&page, keys: keys, draw: draw, note: note())
    }
  }

  /// The chart, the legend and the note. `keys` are pairs of a CSS class and the words beside it.
  private func body(
    _ page: inout Markup, keys: [(String, String)],
    draw: (Chart.Size, inout Markup) -> Void, note: String
  ) {
    page.element("figure") { page in
      for size in Chart.Size.allCases { draw(size, &page) }
      page.element("figcaption") { page in
        for (kind, words) in keys {
          page.element("span", ["class": "key"]) { page in
            key(kind, &page)
            page.appendText(words)
          }
        }
        page.element("div", note)
      }
    }
  }

  /// The symbol in a legend: a triangle, a rectangle or a line, by its CSS class.
  private func key(_ kind: String, _ page: inout Markup) {
    page.element("svg", ["viewBox": "0 0 32 14", "aria-hidden": "true"]) { page in
      if kind.hasPrefix("event") {
        page.element("polygon", ["class": kind, "points": "10,2 22,2 16,13"]) { _ in }
      } else if kind.hasPrefix("bar") || kind == "outage" {
        page.element(
          "rect", ["class": kind, "x": "8", "y": "1", "width": "16", "height": "12"]
        ) { _ in }
      } else {
        page.element("line", ["class": kind, "x1": "0", "y1": "7", "x2": "32", "y2": "7"]) { _ in }
      }
    }
  }
}
