import Basics

/// The jobs of all files that are still to do, in order.
///
/// Reads from the disk; belongs to one thread.
package final class JobSource {
  private let files: [JobFile]
  private let isWanted: (_ file: Int, _ index: Int) -> Bool
  private var limit: Int
  private var pricing: Pricing?
  private var current: Int = 0
  private var reader: JobReader?
  private var parser = JobLineParser()

  private static let mostTogether = 64
  private static let mostBytesTogether = 1 << 20

  /// `files`: with their states marked. `limit`: at most so many jobs.
  /// `pricing`: finds the most that each job can cost; `nil`: nobody asks.
  package init(
    _ files: [JobFile], limit: Int?, pricing: Pricing? = nil,
    isWanted: @escaping (_ file: Int, _ index: Int) -> Bool
  ) {
    self.files = files
    self.pricing = pricing
    self.limit = limit ?? .max
    self.isWanted = isWanted
  }

  /// The next jobs: so many that reading is worth while, so few that they fit into memory. `isEnd`:
  /// there are no more behind them.
  package func read() throws(JobReaderError) -> (jobs: [Job], isEnd: Bool) {
    var jobs: [Job] = []
    var bytes = 0
    while jobs.count < Self.mostTogether, bytes < Self.mostBytesTogether {
      guard limit > 0, var job = try next() else { return (jobs, true) }
      limit -= 1
      // Without a price it fits under no cap.
      job.ceiling = pricing == nil ? .zero : price(job) ?? .most
      jobs.append(job)
      bytes += job.body.count
    }
    return (jobs, false)
  }

  private func price(_ job: Job) -> Money? {
    pricing?.ceiling(of: job.body, model: job.model)
  }

  /// A job that was read before.
  package func job(at place: JobPlace) throws(JobReaderError) -> Job {
    try files[place.file].job(at: place, with: &parser)
  }

  private func next() throws(JobReaderError) -> Job? {
    while current < files.count {
      let file = files[current]
      if reader == nil { reader = JobReader(file, number: current) }
      let job = try reader?.next { isWanted(current, $0) }
      if let job { return job }
      reader = nil
      current += 1
    }
    return nil
  }
}
