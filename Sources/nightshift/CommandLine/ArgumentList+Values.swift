import Basics

/// Reads and checks values. Each method returns `nil` if the option was not given. `words` is the
/// range as it stands in the error: "it must be …".
extension ArgumentList {
  func int(
    _ option: OptionDeclaration, in range: ClosedRange<Int>
  ) throws(UsageError) -> Int? {
    guard let value = text(option) else { return nil }
    guard let number = DecimalNumber(value), number.isWhole else {
      throw .malformed(source: option.name, value: value, expected: "a whole number")
    }
    guard let whole = Int(value), range.contains(whole) else {
      throw .outOfRange(
        source: option.name, value: value,
        range: "from \(range.lowerBound) to \(range.upperBound)")
    }
    return whole
  }

  func double(
    _ option: OptionDeclaration, in range: ClosedRange<Double>, words: String
  ) throws(UsageError) -> Double? {
    guard let value = text(option) else { return nil }
    guard let number = DecimalNumber(value) else {
      throw .malformed(source: option.name, value: value, expected: "a number")
    }
    guard range.contains(number.value) else {
      throw .outOfRange(source: option.name, value: value, range: words)
    }
    return number.value
  }

  func duration(
    _ option: OptionDeclaration, in range: ClosedRange<Duration>, words: String
  ) throws(UsageError) -> Duration? {
    guard let value = text(option) else { return nil }
    guard let duration = DurationText(value)?.duration else {
      throw .malformed(
        source: option.name, value: value, expected: "a duration such as 90, 90s, 15m or 2h")
    }
    guard range.contains(duration) else {
      throw .outOfRange(source: option.name, value: value, range: words)
    }
    return duration
  }

  func choice<Choice>(
    _ option: OptionDeclaration, of type: Choice.Type
  ) throws(UsageError) -> Choice? where Choice: CaseIterable & RawRepresentable<String> {
    guard let value = text(option) else { return nil }
    return try Choice.read(value, from: option.name)
  }
}

extension CaseIterable where Self: RawRepresentable<String> {
  /// The case whose raw value is `word`; `source` names the option or variable in the error.
  static func read(_ word: String, from source: String) throws(UsageError) -> Self {
    if let choice = Self(rawValue: word) { return choice }
    let words = allCases.map(\.rawValue)
    throw .unknownWord(
      source: source, value: word, words: words, nearest: Nearest.word(to: word, among: words))
  }
}
