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
  /// The jobs that are left, in their order.
  var left: ArraySlice<Job> { jobs[next...] }

  /// `isEnd`: no jobs follow after these.
  mutating func append(_ more: [Job], isEnd: Bool) {
    jobs.removeFirst(next)
    next = 0
    jobs += more
    isComplete = isEnd
  }

  /// The first job of this model.
  func first(of model: String) -> Job? { left.first { $0.model == model } }

  mutating func popFirst(of model: String) -> Job? {
    guard let index = left.firstIndex(where: { $0.model == model }) else { return nil }
    if index > next { return jobs.remove(at: index) }
    let job = jobs[next]
    next += 1
    if next == jobs.count {
      jobs.removeAll(keepingCapacity: true)
      next = 0
    }
    return job
  }

  /// Removes some jobs, and returns them in their order.
  mutating func take(where isTaken: (Job) -> Bool) -> [Job] {
    let taken = left.filter(isTaken)
    if !taken.isEmpty {
      jobs = left.filter { !isTaken($0) }
      next = 0
    }
    return taken
  }
}
