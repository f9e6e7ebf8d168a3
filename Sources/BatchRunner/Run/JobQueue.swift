import Basics

/// Jobs that were read ahead and not tried yet, in the order of the files.
struct JobQueue: Sendable {
  private var jobs: [Job] = []
  /// The index of the first job that was not taken yet.
  private var next = 0
  /// The last job of the files has been read.
  private(set) var isComplete = false

  /// Jobs that are left in the queue.
  var count: Int { jobs.count - next }
  var first: Job? { next < jobs.count ? jobs[next] : nil }
  /// All jobs of the files have been taken.
  var isAtEnd: Bool { isComplete && count == 0 }

  /// `isEnd`: no jobs follow after these.
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
