/// How numbers are spelt for people, everywhere.
package enum Figure {
  /// `40,000`.
  package static func count(_ value: Int) -> String {
    let digits = String(value.magnitude)
    var grouped = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { grouped.append(",") }
      grouped.append(digit)
    }
    return value < 0 ? "-" + grouped : grouped
  }

  /// `999`, `12.3k`, `4.5M`, `6.7G`: rounded down, so that a number never looks reached too early.
  package static func compact(_ value: Int) -> String {
    for (size, unit) in [(1_000_000_000, "G"), (1_000_000, "M"), (1_000, "k")] where value >= size {
      return "\(count(value / size)).\(value % size / (size / 10))\(unit)"
    }
    return count(value)
  }

  /// `2 %`, rounded down; `<1 %` for a little; `100 %` for all of it only.
  package static func percent(_ part: Int, of whole: Int) -> String {
    guard whole > 0, part > 0 else { return "0 %" }
    let share = Double(part) / Double(whole) * 100
    if share < 1 { return "<1 %" }
    return "\(count(part < whole ? min(99, Int(share)) : Int(min(share, 1e15)))) %"
  }

  /// `5.8` below ten, `58` above; `0` for what is no number.
  package static func rate(_ value: Double) -> String {
    guard value.isFinite, value > 0 else { return "0" }
    let tenths = Int((min(value, 1e15) * 10).rounded())
    guard tenths < 100, tenths % 10 != 0 else { return count((tenths + 5) / 10) }
    return "\(tenths / 10).\(tenths % 10)"
  }

  /// Credits, to the hundredth: `1,234.50`; `?` for what is no number.
  package static func credits(_ value: Double) -> String {
    guard value.isFinite else { return "?" }
    let hundredths = Int((min(abs(value), 1e15) * 100).rounded())
    let rest = hundredths % 100
    let sign = value < 0 && hundredths > 0 ? "-" : ""
    return "\(sign)\(count(hundredths / 100)).\(rest < 10 ? "0" : "")\(rest)"
  }

  /// `$1,234.50`, to the cent; below a dollar to the hundredth of a cent: `$0.0042`.
  package static func dollars(_ money: Money) -> String {
    guard money > .zero else { return "$0.00" }
    if money.nanodollars < 50_000 { return "<$0.0001" }
    let tenThousandths = (money.nanodollars + 50_000) / 100_000
    guard tenThousandths >= 10_000 else {
      return "$0." + String(String(10_000 + tenThousandths).dropFirst())
    }
    return "$" + credits(money.dollars)
  }

  /// `1 job`, `2 jobs`.
  package static func count(_ value: Int, _ noun: String) -> String {
    "\(count(value)) \(noun)\(value == 1 ? "" : "s")"
  }
}
