/// A duration as people write it: `90`, `90s`, `15m`, `1.5h`, `500ms`.
struct DurationText {
  let duration: Duration

  /// In milliseconds; longer names first, since `ms` ends in `s`.
  private static let units: [(name: String, milliseconds: Double)] = [
    ("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000),
  ]
  /// A century: what is longer was mistyped, and would overflow somewhere.
  private static let longest = 100.0 * 365 * 24 * 3_600_000

  init?(_ text: String) {
    let unit = Self.units.first { text.hasSuffix($0.name) }
    let digits = text.dropLast(unit?.name.count ?? 0)
    guard let number = DecimalNumber(digits) else { return nil }
    let milliseconds = (number.value * (unit?.milliseconds ?? 1000)).rounded()
    guard abs(milliseconds) <= Self.longest else { return nil }
    duration = .milliseconds(Int64(milliseconds))
  }
}
