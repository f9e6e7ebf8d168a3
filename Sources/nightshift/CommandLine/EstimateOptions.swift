import Basics
import Planning

/// What `nightshift estimate` was asked for.
struct EstimateOptions: Equatable {
  /// What the run would be asked for.
  var run = RunOptions()
  /// A run, or its job file, whose answers may stand for the ones to come.
  var like: String?
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

  /// `12`: credits; `$12` or `12usd`: dollars.
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
