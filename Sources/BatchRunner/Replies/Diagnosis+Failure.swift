extension Diagnosis {
  /// Why there is no usable answer. `nil`: there is one, or the cause is the balance, the key, the
  /// rate limit or the run itself.
  package var failure: Failure? {
    switch self {
    case .unanswered(let failure, _), .unexpected(_, let failure), .failed(let failure),
      .tooLarge(let failure):
      failure
    default: nil
    }
  }

  /// The facts of an answer that was paid for, whether or not it is what the user expects; `nil`:
  /// there is no such answer.
  package var answer: AnswerFacts? {
    switch self {
    case .succeeded(let answer), .unexpected(let answer, _): answer
    default: nil
    }
  }

  /// A queue in front of the server timed out.
  var isOverload: Bool { failure?.isOverload ?? false }
}
