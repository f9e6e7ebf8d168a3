import Basics

/// Jobs that were read and not tried yet, in the order of the files.
struct JobQueue: Sendable {
  private var jobs: [Job] = []
  private var next = 0
  /// No more jobs come behind these.
  private(set) var isComplete = false

  var count: Int { jobs.count - next }
  var first: Job? { next < jobs.count ? jobs[next] : nil }
  /// All have been taken.
  var isAtEnd: Bool { isComplete && count == 0 }

  mutating func append(_ more: [Job], isEnd: Bool) {
    jobs.removeFirst(next)
    next = 0
    jobs += more
    isComplete = isEnd
  }

  mutating func popFirst() -> Job? {
    guard let job = first else { return nil }
    next += 1
    if next == jobs.count {
      jobs.removeAll(keepingCapacity: true)
      next = 0
    }
    return job
  }
}
