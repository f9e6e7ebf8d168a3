extension RunOptions.MaxFailures {
  /// Reads `20` or `2.5%`.
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
      guard let count = Int(typed), count >= 1 else {
        throw .outOfRange(source: source, value: typed, range: "1 or more")
      }
      self = .count(count)
    }
  }
}
