/// Formats numbers for people. All messages, reports and tables use these functions.
package enum Figure {
  /// With commas between thousands: `40,000`.
  package static func count(_ value: Int) -> String {
    let digits = String(value.magnitude)
    var grouped = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { grouped.append(",") }
      grouped.append(digit)
    }
    return value < 0 ? "-" + grouped : grouped
  }

  /// A short form: `999`, `12.3k`, `4.5M`, `6.7G`. It is rounded down, so that a count never seems
  /// to have reached a limit before it has.
  package static func compact(_ value: Int) -> String {
    for (size, unit) in [(1_000_000_000, "G"), (1_000_000, "M"), (1_000, "k")] where value >= size {
      return "\(count(value / size)).\(value % size / (size / 10))\(unit)"
    }
    return count(value)
  }

  /// A share, rounded down: `2 %`. A positive share below 1 is `<1 %`, and only the whole is
  /// `100 %`. `0 %` if `whole` is 0.
  package static func percent(_ part: Int, of whole: Int) -> String {
    guard whole > 0, part > 0 else { return "0 %" }
    let share = Double(part) / Double(whole) * 100
    if share < 1 { return "<1 %" }
    return "\(count(part < whole ? min(99, Int(share)) : Int(min(share, 1e15)))) %"
  }

  /// `5.8` below ten, `58` above. `0` for NaN, infinities and negative values.
  package static func rate(_ value: Double) -> String {
    guard value.isFinite, value > 0 else { return "0" }
    let tenths = Int((min(value, 1e15) * 10).rounded())
    guard tenths < 100, tenths % 10 != 0 else { return count((tenths + 5) / 10) }
    return "\(tenths / 10).\(tenths % 10)"
  }

  /// Two decimals: `1,234.50`. `?` for NaN and infinities.
  package static func credits(_ value: Double) -> String {
    guard value.isFinite else { return "?" }
    let hundredths = Int((min(abs(value), 1e15) * 100).rounded())
    let rest = hundredths % 100
    let sign = value < 0 && hundredths > 0 ? "-" : ""
    return "\(sign)\(count(hundredths / 100)).\(rest < 10 ? "0" : "")\(rest)"
  }

  /// `$1,234.50`, to the cent. Amounts below one dollar have four decimals: `$0.0042`. Smaller
  /// positive amounts are `<$0.0001`.
  package static func dollars(_ money: Money) -> String {
    guard money > .zero else { return "$0.00" }
    if money.nanodollars < 50_000 { return "<$0.0001" }
    // Rounded without adding first, which could overflow.
    let tenThousandths =
      money.nanodollars / 100_000 + (money.nanodollars % 100_000 >= 50_000 ? 1 : 0)
    guard tenThousandths >= 10_000 else {
      return "$0." + String(String(10_000 + tenThousandths).dropFirst())
    }
    return "$" + credits(money.dollars)
  }

  /// A count with its noun, which gets an `s` unless the count is 1: `1 job`, `2 jobs`.
  package static func count(_ value: Int, _ noun: String) -> String {
    "\(count(value)) \(noun)\(value == 1 ? "" : "s")"
  }
}
