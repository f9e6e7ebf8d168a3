import Basics

/// The maximum number of output tokens that a request allows.
struct OutputCeiling {
  /// Larger limits count as this one, so that sums over a file cannot overflow.
  static let highest = 1_000_000_000

  /// For all answers of the request together; `nil` if the request sets no limit.
  let tokens: Int?
  /// The number of answers that the request asks for, at least 1.
  let answers: Int

  /// Reads `max_completion_tokens`, else `max_tokens`, and multiplies it by `n`.
  ///
  /// Values that are negative or not whole numbers are ignored, and so is an `n` of zero. Where the
  /// request predicts its answer (`prediction`), OpenAI also bills the predicted tokens that it did not
  /// use, at the price of the answer: at most one for each byte.
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
    let answers = max(1, wholeNumber("n") ?? 1)
    self.answers = answers
    let predicted =
      outline.member("prediction", in: body).map { outline.nodes[$0].range.count } ?? 0
    tokens = (wholeNumber("max_completion_tokens") ?? wholeNumber("max_tokens")).map {
      Self.product($0 + predicted, answers)
    }
  }

  /// At most ``highest``.
  static func product(_ tokens: Int, _ answers: Int) -> Int {
    let (product, overflows) = tokens.multipliedReportingOverflow(by: answers)
    return overflows ? highest : min(product, highest)
  }
}
