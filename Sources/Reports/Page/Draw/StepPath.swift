/// A curve that goes by steps, as the `d` of an SVG path.
struct StepPath {
  private(set) var line = ""
  private var first: Double?
  private var last = 0.0
  private var height = ""

  /// From `x` to `end` at this height.
  mutating func add(_ x: Double, _ end: Double, _ y: Double) {
    let y = Chart.px(y)
    if first == nil {
      first = x
      line = "M\(Chart.px(x)) \(y)"
    } else if y != height {
      line += "H\(Chart.px(x))V\(y)"
    }
    height = y
    last = end
  }

  var stroke: String { first == nil ? "" : line + "H\(Chart.px(last))" }

  /// Closed along the axis.
  func area(_ bottom: Double) -> String {
    guard let first else { return "" }
    return "\(stroke)V\(Chart.px(bottom))H\(Chart.px(first))Z"
  }
}
