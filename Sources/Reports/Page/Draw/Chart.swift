/// The frame of an SVG chart: its layout, axes and title. All lengths are in SVG units.
struct Chart {
  /// Wide is for large screens and paper, narrow for phones.
  enum Size: CaseIterable {
    case wide, narrow

    var width: Double { self == .wide ? 960 : 360 }
    var height: Double { self == .wide ? 250 : 220 }
    var name: String { self == .wide ? "wide" : "narrow" }
  }

  let size: Size
  /// The largest value of the vertical axis.
  let top: Double
  /// The values of the grid lines.
  let marks: [Double]
  // The margins around the plot.
  let left = 56.0
  let right = 14.0
  let above = 26.0
  let below = 42.0

  /// `most` is the largest value to show. `whole` is for counts, which get no fractions on the
  /// axis.
  init(_ size: Size, to most: Double, whole: Bool = true) {
    self.size = size
    marks = Ticks.linear(to: most, whole: whole)
    top = marks.last ?? 1
  }

  var plotWidth: Double { size.width - left - right }
  var plotHeight: Double { size.height - above - below }
  var bottom: Double { above + plotHeight }

  /// The horizontal position; `share` is 0 at the left edge of the plot and 1 at the right.
  func x(_ share: Double) -> Double { left + min(1, max(0, share)) * plotWidth }
  /// The vertical position of a value. Values outside the axis are moved to its ends.
  func y(_ value: Double) -> Double { bottom - min(1, max(0, value / top)) * plotHeight }

  /// A coordinate as text, rounded to a tenth, without a trailing zero.
  static func px(_ value: Double) -> String {
    let tenths = Int((value.isFinite ? min(max(value, -1e6), 1e6) * 10 : 0).rounded())
    let sign = tenths < 0 ? "-" : ""
    let (whole, rest) = abs(tenths).quotientAndRemainder(dividingBy: 10)
    return rest == 0 ? "\(sign)\(whole)" : "\(sign)\(whole).\(rest)"
  }

  /// Draws the whole chart. `title` is for screen readers, `label` names the vertical axis,
  /// `figure` formats the values of its marks, and `inside` draws the content.
  func draw(
    into page: inout Markup, title: String, label: String, _ figure: (Double) -> String,
    _ inside: (inout Markup) -> Void
  ) {
    page.element(
      "svg",
      [
        "class": "chart \(size.name)", "role": "img", "aria-label": title,
        "viewBox": "0 0 \(Self.px(size.width)) \(Self.px(size.height))",
        "width": Self.px(size.width), "height": Self.px(size.height),
      ]
    ) { page in
      page.element("title", title)
      page.element("text", ["class": "unit", "x": "2", "y": "13"], label)
      for mark in marks {
        let height = Self.px(y(mark))
        line(&page, "grid", left, y(mark), size.width - right, y(mark))
        page.element(
          "text",
          ["class": "tick", "x": Self.px(left - 6), "y": height, "dy": "4", "text-anchor": "end"],
          figure(mark))
      }
      inside(&page)
      line(&page, "axis", left, bottom, size.width - right, bottom)
    }
  }

  /// A straight line; `kind` is its CSS class.
  func line(
    _ page: inout Markup, _ kind: String, _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double
  ) {
    page.element(
      "line",
      [
        "class": kind, "x1": Self.px(x1), "y1": Self.px(y1), "x2": Self.px(x2),
        "y2": Self.px(y2),
      ]
    ) { _ in }
  }

  /// A bar between two horizontal positions and two values; `kind` is its CSS class. It is at least
  /// 0.6 wide and high, so that it can be seen.
  func bar(
    _ page: inout Markup, _ kind: String, _ x1: Double, _ x2: Double, from low: Double = 0,
    to high: Double
  ) {
    let height = y(low) - y(high)
    page.element(
      "rect",
      [
        "class": kind, "x": Self.px(x1), "y": Self.px(y(high)),
        "width": Self.px(max(0.6, x2 - x1)), "height": Self.px(max(0.6, height)),
      ]
    ) { _ in }
  }

  /// A text below the horizontal axis, in row 0 or 1. It is moved so that it stays inside the
  /// chart.
  func label(_ page: inout Markup, at x: Double, _ text: String, row: Int = 0) {
    let half = Double(text.count) * 3.4
    let anchor =
      x + half > size.width ? "end" : x - half < 0 ? "start" : "middle"
    page.element(
      "text",
      [
        "class": "tick", "x": Self.px(x), "y": Self.px(bottom + 16 + Double(row) * 15),
        "text-anchor": anchor,
      ], text)
  }
}
