import Basics

/// The horizontal axis of a chart over time: its marks, and its cuts where time is left out.
struct TimeAxis {
  let segments: [Timeline.Segment]
  /// The length of the whole axis, in milliseconds.
  let length: Int
  let zone: ClockZone

  init(_ journal: JournalFigures, _ zone: ClockZone) {
    segments = journal.timeline.segments
    let buckets = journal.buckets
    length = max(1000, journal.timeline.offset, buckets.buckets.count * buckets.width)
    self.zone = zone
  }

  /// The position of an offset on the axis, 0...1.
  func share(_ offset: Int) -> Double { Double(offset) / Double(length) }

  func draw(_ chart: Chart, into page: inout Markup) {
    let step = step(chart)
    var free = -1000.0
    var day = ""
    for (index, segment) in segments.enumerated() {
      let end = index + 1 < segments.count ? segments[index + 1].offset : length
      if segment.gap > 0 { cut(chart, segment, into: &page) }
      var at = firstMark(from: segment.at, step: step)
      while at - segment.at + segment.offset <= end {
        let x = chart.x(share(at - segment.at + segment.offset))
        if x - free >= 58 {
          chart.line(&page, "axis", x, chart.bottom, x, chart.bottom + 4)
          let stamp = Timestamp(local: at, zone)
          let time = stamp.timeOfDay
          chart.label(&page, at: x, step < 60_000 ? time : String(time.prefix(5)))
          if stamp.date != day { chart.label(&page, at: x, stamp.date, row: 1) }
          if stamp.date != day { free = x + 16 } else { free = x }
          day = stamp.date
        }
        at += step
      }
    }
    if day.isEmpty, let first = segments.first {
      let stamp = Timestamp(local: first.at, zone)
      chart.label(&page, at: chart.x(0) + 26, stamp.timeOfDay)
      chart.label(&page, at: chart.x(0) + 26, stamp.date, row: 1)
    }
  }

  /// The distance between marks in milliseconds, chosen so that labels do not overlap.
  private func step(_ chart: Chart) -> Int {
    let marks = chart.plotWidth / 84
    let least = Double(length) / 1000 / marks
    return (Ticks.seconds.first { Double($0) >= least } ?? Ticks.seconds.last!) * 1000
  }

  /// The first mark at or after `at` (milliseconds since 1970): a whole step of local time.
  private func firstMark(from at: Int, step: Int) -> Int {
    let shift = zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(at) / 1000)) * 1000
    let local = at + shift
    let steps = local >= 0 ? (local + step - 1) / step : local / step
    return steps * step - shift
  }

  /// Draws a cut as a broken line; its tooltip says how much time is left out.
  private func cut(_ chart: Chart, _ segment: Timeline.Segment, into page: inout Markup) {
    let x = chart.x(share(segment.offset))
    chart.line(&page, "cut", x, chart.above, x, chart.bottom)
    let length = Duration.milliseconds(segment.gap).words
    page.element("g") { page in
      page.element("title", "\(length) without activity are left out here")
      for shift in [-3.0, 1.0] {
        chart.line(
          &page, "axis", x + shift - 2, chart.bottom + 5, x + shift + 2, chart.bottom - 5)
      }
    }
  }
}

extension Timestamp {
  /// `at` is in milliseconds since 1970; the time stamp shows the local time of `zone`.
  init(local at: Int, _ zone: ClockZone) {
    let date = Date(timeIntervalSince1970: Double(at) / 1000)
    self.init(date, secondsFromGMT: zone.secondsFromGMT(for: date))
  }
}
