/// Detects that many jobs in a row fail in the same way. The cause is then not in the jobs, and the
/// run stops instead of sending the rest.
///
/// A job counts only if no other job has succeeded since its first attempt left: a job that was
/// tried five times while others succeeded says nothing about the others. The jobs of a streak are
/// still to do in a later run.
package struct FailureStreak: Sendable {
  /// How many jobs must fail in the same way.
  package static let sampleSize = 20

  /// A failed job's place in a streak, as the journal tells it.
  package struct Mark: Sendable, Equatable {
    /// From 1.
    package let position: Int
    /// What the failures have in common: their label and the API's code, such as
    /// `404 model_not_found`.
    package let kind: String

    package init(position: Int, kind: String) {
      self.position = position
      self.kind = kind
    }
  }

  /// `nil`: the last job to end succeeded, or none has ended.
  private var kind: String?
  private var first: Failure?
  /// The jobs that failed in the same way, in order; a job that failed twice counts once.
  private(set) var jobs: [JobPlace] = []
  /// Jobs of earlier sessions that belong to the streak.
  private var earlier = 0
  /// Jobs that have succeeded in this session.
  private(set) var successes = 0
  /// The run has halted because of the streak; what is still in flight does not end it.
  private var isReported = false

  package init() {}

  /// Goes on with the streak of earlier sessions. `last`: of the job that failed last.
  package init(after last: Mark) {
    kind = last.kind
    earlier = last.position
  }

  /// What a failure has in common with others of its kind.
  private static func kind(of failure: Failure) -> String {
    failure.code.map { "\(failure.label) \($0)" } ?? failure.label
  }

  mutating func jobSucceeded() {
    successes += 1
    guard kind != nil, !isReported else { return }
    (kind, first, earlier) = (nil, nil, 0)
    jobs = []
  }

  /// Counts a job that failed for good. `successesAtStart`: ``successes`` when its first attempt
  /// left. Returns the job's place in the streak; `nil`: it does not count.
  mutating func jobFailed(_ failure: Failure, _ job: JobPlace, successesAtStart: Int) -> Mark? {
    guard successesAtStart == successes || isReported else { return nil }
    let kind = Self.kind(of: failure)
    if kind != self.kind {
      if isReported { return nil }
      (self.kind, first, earlier) = (kind, failure, 0)
      jobs = []
    }
    first = first ?? failure
    jobs.append(job)
    return Mark(position: count, kind: kind)
  }

  /// The length of the streak and its first failure, once it is long enough; `nil`: it is not, or
  /// this was told already.
  mutating func report() -> (count: Int, Failure)? {
    guard !isReported, let first, count >= Self.sampleSize else { return nil }
    isReported = true
    return (count, first)
  }

  private var count: Int { earlier + jobs.count }
}
