/// Whether the first jobs to end all fail alike: then it is not the jobs, and the rest is spared.
package struct EarlyFailureDetector: Sendable {
  package static let looked = 20

  private var count = 0
  private var first: Failure?
  private var isOver = false

  mutating func succeeded() {
    isOver = true
  }

  /// Answers how many failed, and how, once that many did.
  mutating func failed(_ failure: Failure) -> (Int, Failure)? {
    guard !isOver else { return nil }
    if let first, (first.kind, first.code) != (failure.kind, failure.code) { isOver = true }
    first = first ?? failure
    count += 1
    guard !isOver, count == Self.looked, let first else { return nil }
    isOver = true
    return (count, first)
  }
}
