/// A step curve, as the `d` attribute of an SVG path.
struct StepPath {
  /// The path without its last step.
  private(set) var line = ""
  private var first: Double?
  private var last = 0.0
  private var height = ""

  /// Adds a step from `x` to `end` at height `y`. Neighbouring steps of the same height are merged.
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

  /// The curve; empty if there are no steps.
  var stroke: String { first == nil ? "" : line + "H\(Chart.px(last))" }

  /// The area between the curve and the axis at `bottom`.
  func area(_ bottom: Double) -> String {
    guard let first else { return "" }
    return "\(stroke)V\(Chart.px(bottom))H\(Chart.px(first))Z"
  }
}
