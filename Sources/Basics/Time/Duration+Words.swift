extension Duration {
  /// `0.8 s`, `12 s`, `4m 10s`, `3h 12m`, `2d 4h`: two units at most; less than nothing is `0 s`.
  package var words: String {
    guard self > .zero else { return "0 s" }
    guard self < .milliseconds(9950) else { return Self.spell(wholeSeconds(.toNearestOrEven)) }
    let tenths = Int((self / .milliseconds(100)).rounded())
    return tenths % 10 == 0 ? "\(tenths / 10) s" : "\(tenths / 10).\(tenths % 10) s"
  }

  /// Like ``words`` in whole seconds, rounded up: a countdown that reaches 0 when it is over.
  package var countdown: String {
    Self.spell(self > .zero ? wholeSeconds(.up) : 0)
  }

  /// Seconds to the millisecond, for formats that want a number.
  package var inSeconds: Double {
    (self / .milliseconds(1)).rounded() / 1000
  }

  private func wholeSeconds(_ rule: FloatingPointRoundingRule) -> Int64 {
    let (seconds, attoseconds) = components
    return seconds + Int64((Double(attoseconds) / 1e18).rounded(rule))
  }

  private static func spell(_ seconds: Int64) -> String {
    let minutes = seconds / 60
    let hours = minutes / 60
    return switch seconds {
    case ..<60: "\(seconds) s"
    case ..<3_600: pair(minutes, "m", seconds % 60, "s")
    case ..<86_400: pair(hours, "h", minutes % 60, "m")
    default: pair(hours / 24, "d", hours % 24, "h")
    }
  }

  private static func pair(_ more: Int64, _ unit: String, _ less: Int64, _ lesser: String) -> String
  {
    less == 0 ? "\(more)\(unit)" : "\(more)\(unit) \(less)\(lesser)"
  }
}
