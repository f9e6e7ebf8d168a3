extension Duration {
  /// The duration for people, in at most two units: `0.8 s`, `12 s`, `4m 10s`, `3h 12m`, `2d 4h`.
  /// Tenths are shown below ten seconds. A negative duration is `0 s`.
  package var words: String {
    guard self > .zero else { return "0 s" }
    // From 9.95 s on, tenths would round to `10.0 s`.
    guard self < .milliseconds(9950) else {
      return Self.words(seconds: wholeSeconds(.toNearestOrEven))
    }
    let tenths = Int((self / .milliseconds(100)).rounded())
    return tenths % 10 == 0 ? "\(tenths / 10) s" : "\(tenths / 10).\(tenths % 10) s"
  }

  /// Like ``words``, but in whole seconds and rounded up, so that a countdown shows `0 s` only when
  /// it is over.
  package var countdown: String {
    Self.words(seconds: self > .zero ? wholeSeconds(.up) : 0)
  }

  /// Seconds, rounded to the millisecond, for formats that need a number.
  package var inSeconds: Double {
    (self / .milliseconds(1)).rounded() / 1000
  }

  private func wholeSeconds(_ rule: FloatingPointRoundingRule) -> Int64 {
    let (seconds, attoseconds) = components
    return seconds + Int64((Double(attoseconds) / 1e18).rounded(rule))
  }

  private static func words(seconds: Int64) -> String {
    let minutes = seconds / 60
    let hours = minutes / 60
    return switch seconds {
    case ..<60: "\(seconds) s"
    case ..<3_600: pair(minutes, "m", seconds % 60, "s")
    case ..<86_400: pair(hours, "h", minutes % 60, "m")
    default: pair(hours / 24, "d", hours % 24, "h")
    }
  }

  /// Two units, or only the larger one if the rest is zero.
  private static func pair(
    _ larger: Int64, _ largerUnit: String, _ rest: Int64, _ restUnit: String
  ) -> String {
    rest == 0 ? "\(larger)\(largerUnit)" : "\(larger)\(largerUnit) \(rest)\(restUnit)"
  }
}
