extension RunOptions.MaxFailures {
  /// Reads `20` or `2.5%`; throws ``UsageError`` for anything else.
  init(typed: String) throws(UsageError) {
    let source = OptionDeclaration.maxFailures.name
    let isPercent = typed.hasSuffix("%")
    guard let number = DecimalNumber(isPercent ? typed.dropLast() : typed[...]),
      isPercent || number.isWhole
    else {
      throw .malformed(
        source: source, value: typed, expected: "a whole number or a percentage such as 5%")
    }
    if isPercent {
      guard number.value > 0, number.value <= 100 else {
        throw .outOfRange(source: source, value: typed, range: "above 0% and at most 100%")
      }
      self = .percent(number.value)
    } else {
      guard let count = Int(typed), (1...1_000_000_000).contains(count) else {
        throw .outOfRange(source: source, value: typed, range: "from 1 to 1000000000")
      }
      self = .count(count)
    }
  }
}
