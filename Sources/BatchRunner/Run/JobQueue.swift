/// Jobs that were read ahead and not tried yet, in the order of the files.
struct JobQueue: Sendable {
  private var jobs: [Job] = []
  /// The index of the first job that was not taken yet.
  private var next = 0
  /// All jobs in the queue are of one model, as far as is known.
  private var isOfOneModel = true
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
    if isOfOneModel || jobs.isEmpty, let model = (jobs.first ?? more.first)?.model {
      isOfOneModel = more.allSatisfy { $0.model == model }
    }
    jobs += more
    isComplete = isEnd
  }

  /// How many jobs of which model there are, in their order, until one that is refused.
  func demand(while isWanted: (AttemptCeiling) -> Bool) -> [Demand] {
    guard let first, isWanted(first.ceiling) else { return [] }
    // For most files one look is enough. Whether the later jobs are wanted is asked when they start.
    if isOfOneModel { return [Demand(first.model, count)] }
    var demand: [Demand] = []
    for index in next..<jobs.count {
      guard isWanted(jobs[index].ceiling) else { break }
      demand.add(jobs[index].model, 1)
    }
    return demand
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
