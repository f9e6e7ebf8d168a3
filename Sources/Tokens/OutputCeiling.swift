import Basics

/// The maximum number of output tokens that a request allows.
struct OutputCeiling {
  /// Larger limits count as this one, so that sums over a file cannot overflow.
  static let highest = 1_000_000_000

  /// For all `n` answers of the request together.
  let tokens: Int

  /// Reads `max_completion_tokens`, else `max_tokens`, else uses ``RequestSize/standardCeiling``,
  /// and multiplies it by `n`.
  ///
  /// Values that are negative or not whole numbers are ignored, and so is an `n` of zero.
  init(_ outline: JSONOutline, _ body: UnsafeRawBufferPointer) {
    func wholeNumber(_ name: StaticString) -> Int? {
      guard let index = outline.member(name, in: body), outline.nodes[index].kind == .number else {
        return nil
      }
      guard let number = outline.number(index, in: body) else {
        // Beyond the largest `Double`, as 1e999.
        let isNegative = body[outline.nodes[index].range.lowerBound] == UInt8(ascii: "-")
        return isNegative ? nil : Self.highest
      }
      guard number >= 0, number == number.rounded() else { return nil }
      return Int(min(number, Double(Self.highest)))
    }
    let limit =
      wholeNumber("max_completion_tokens") ?? wholeNumber("max_tokens")
      ?? RequestSize.standardCeiling
    let (product, overflows) = limit.multipliedReportingOverflow(by: max(1, wholeNumber("n") ?? 1))
    tokens = overflows ? Self.highest : min(product, Self.highest)
  }
}
