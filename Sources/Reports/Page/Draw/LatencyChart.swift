import Basics

/// The histogram of latencies, on a logarithmic axis.
struct LatencyChart {
  let latency: LatencyHistogram

  func draw(_ size: Chart.Size, into page: inout Markup) {
    let (low, high) = ends
    let bars = latency.bars(size == .wide ? 60 : 36, from: low, to: high)
    let chart = Chart(size, to: Double(bars.max() ?? 0))
    func x(_ milliseconds: Double) -> Double {
      chart.x(log(max(low, milliseconds) / low) / log(high / low))
    }
    chart.draw(into: &page, title: title, label: "answers", TimeCharts.number) { page in
      for (index, count) in bars.enumerated() where count > 0 {
        let x1 = chart.x(Double(index) / Double(bars.count))
        let x2 = chart.x(Double(index + 1) / Double(bars.count))
        chart.bar(&page, "bar s1", x1 + 0.5, x2 - 0.5, to: Double(count))
      }
      // Labels closer than 46 units would overlap.
      var last = -1000.0
      for mark in Ticks.logarithmic(from: low, to: high) where x(mark) - last >= 46 {
        last = x(mark)
        chart.line(&page, "axis", last, chart.bottom, last, chart.bottom + 4)
        chart.label(&page, at: last, Self.time(Int(mark.rounded())))
      }
      quantiles(chart, x, into: &page)
    }
  }

  /// Vertical lines at three quantiles. Each label has its own row, so labels do not overlap.
  private func quantiles(
    _ chart: Chart, _ x: (Double) -> Double, into page: inout Markup
  ) {
    for (row, (name, share)) in [("p50", 0.5), ("p95", 0.95), ("p99", 0.99)].enumerated() {
      guard let value = latency.quantile(share) else { continue }
      let at = x(Double(max(1, value)))
      let isRight = at > chart.left + chart.plotWidth * 0.7
      chart.line(&page, "quantile", at, chart.above, at, chart.bottom)
      page.element(
        "text",
        [
          "class": "mark", "x": Chart.px(at + (isRight ? -4 : 4)),
          "y": Chart.px(chart.above + 11 + Double(row) * 14),
          "text-anchor": isRight ? "end" : "start",
        ], "\(name) \(Self.time(value))")
    }
  }

  private var title: String {
    func words(_ share: Double) -> String { latency.quantile(share).map(Self.time) ?? "unknown" }
    return "Latency of \(Figure.count(latency.count, "answer")): half took at most \(words(0.5)), "
      + "95 % at most \(words(0.95)), 99 % at most \(words(0.99))"
  }

  /// The ends of the horizontal axis in milliseconds: a little wider than the data, and never
  /// empty.
  private var ends: (Double, Double) {
    guard latency.count > 0 else { return (100, 1000) }
    let low = Double(max(1, latency.least)) * 0.85
    let high = Double(max(1, latency.most)) * 1.15
    return high / low < 4 ? (low / 1.6, high * 1.6) : (low, high)
  }

  /// A latency in words, such as `85 ms`, `1.2 s` or `4m 10s`.
  static func time(_ milliseconds: Int) -> String {
    milliseconds < 1000
      ? "\(milliseconds) ms" : Duration.milliseconds(milliseconds).words
  }
}
