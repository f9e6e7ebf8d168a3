extension Verdict {
  /// Why there is no usable answer; `nil` where there is one, or the job is not to blame.
  package var failure: Failure? {
    switch self {
    case .unanswered(let failure, _), .failed(let failure): failure
    default: nil
    }
  }
}
