import Basics
import Planning

/// The options of `nightshift estimate`, and of `run --dry-run`.
struct EstimateOptions: Equatable {
  /// The options of the run that is estimated.
  var run = RunOptions()
  /// A run directory or its job file; its answers are used where the run has too few of its own.
  var like: String?
  /// `nil`: the balance that the run last saw, if any.
  var balance: Estimate.Balance?
  var isJSON = false
}

extension EstimateOptions {
  init(
    _ list: ArgumentList, environment: [String: String], now: WallTime, timeZone: ClockZone
  ) throws(UsageError) {
    run = try RunOptions(list, environment: environment, now: now, timeZone: timeZone)
    like = list.text(.like)
    isJSON = list.has(.json)
    balance = try Self.balance(list)
  }

  /// Reads `--balance`: `12` is credits, `$12` and `12usd` are dollars.
  private static func balance(_ list: ArgumentList) throws(UsageError) -> Estimate.Balance? {
    guard let typed = list.text(.balance) else { return nil }
    var number = Substring(typed.lowercased())
    let hasSign = number.hasPrefix("$")
    if hasSign { number.removeFirst() }
    let hasUnit = number.hasSuffix("usd")
    if hasUnit { number.removeLast(3) }
    guard let value = DecimalNumber(String(number))?.value, !(hasSign && hasUnit) else {
      throw .malformed(
        source: OptionDeclaration.balance.name, value: typed,
        expected: "a number of credits, or dollars as in 12usd")
    }
    guard (0...1e9).contains(value) else {
      throw .outOfRange(
        source: OptionDeclaration.balance.name, value: typed, range: "from 0 to 1000000000")
    }
    return hasSign || hasUnit ? .usd(value) : .credits(value)
  }
}
