import Basics

/// The most tokens that a request can be answered with.
struct OutputCeiling {
  /// Nothing that a request asks for counts above this, so that sums over a file cannot overflow.
  static let highest = 1_000_000_000

  let tokens: Int

  /// `max_completion_tokens`, else `max_tokens`, else ``RequestSize/standardCeiling``, times `n`.
  /// What is no whole number, or below zero, counts as not there, and so does an `n` of zero.
  init(_ outline: JSONOutline, _ body: UnsafeRawBufferPointer) {
    func whole(_ name: StaticString) -> Int? {
      guard let number = outline.member(name, in: body).flatMap({ outline.number($0, in: body) }),
        number >= 0, number == number.rounded()
      else { return nil }
      return Int(min(number, Double(Self.highest)))
    }
    let limit =
      whole("max_completion_tokens") ?? whole("max_tokens") ?? RequestSize.standardCeiling
    let (product, overflows) = limit.multipliedReportingOverflow(by: max(1, whole("n") ?? 1))
    tokens = overflows ? Self.highest : min(product, Self.highest)
  }
}
