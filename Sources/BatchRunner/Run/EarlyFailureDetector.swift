/// Detects that the first jobs of a run all fail in the same way. The cause is then not in the
/// jobs, and the run stops instead of sending the rest.
package struct EarlyFailureDetector: Sendable {
  /// How many jobs must fail in the same way.
  package static let sampleSize = 20

  private var count = 0
  private var first: Failure?
  /// A job succeeded or failed in another way, or the result was reported.
  private var isOver = false

  mutating func jobSucceeded() {
    isOver = true
  }

  /// Counts a job that failed for good. Returns the count and the first failure when
  /// ``sampleSize`` is reached, once; `nil` otherwise.
  mutating func jobFailed(_ failure: Failure) -> (Int, Failure)? {
    guard !isOver else { return nil }
    if let first, (first.kind, first.code) != (failure.kind, failure.code) { isOver = true }
    first = first ?? failure
    count += 1
    guard !isOver, count == Self.sampleSize, let first else { return nil }
    isOver = true
    return (count, first)
  }
}
