/// A duration as users write it: `90` (seconds), `90s`, `15m`, `1.5h`, `500ms`.
struct DurationText {
  let duration: Duration

  /// Units and their lengths in milliseconds. `ms` comes before `s`, because it also ends in `s`.
  private static let units: [(name: String, milliseconds: Double)] = [
    ("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000),
  ]
  /// 100 years, in milliseconds. A longer duration is a typing error and could overflow later.
  private static let longest = 100.0 * 365 * 24 * 3_600_000

  /// `nil` if the text is not a duration. A negative duration is accepted; callers check the range.
  init?(_ text: String) {
    let unit = Self.units.first { text.hasSuffix($0.name) }
    let digits = text.dropLast(unit?.name.count ?? 0)
    guard let number = DecimalNumber(digits) else { return nil }
    let milliseconds = (number.value * (unit?.milliseconds ?? 1000)).rounded()
    guard abs(milliseconds) <= Self.longest else { return nil }
    duration = .milliseconds(Int64(milliseconds))
  }
}
