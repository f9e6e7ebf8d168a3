extension Diagnosis {
  /// Why there is no usable answer; `nil` where there is one, or the job is not to blame.
  package var failure: Failure? {
    switch self {
    case .unanswered(let failure, _), .unexpected(_, let failure), .failed(let failure): failure
    default: nil
    }
  }

  /// What came and was paid for, whether or not it is what the user expects.
  package var answer: Answer? {
    switch self {
    case .succeeded(let answer), .unexpected(let answer, _): answer
    default: nil
    }
  }
}
