import Basics

/// Reads the jobs that are still to do, file by file, in their order.
///
/// It reads from the disk and is not safe to share: use it from one thread only.
package final class JobSource {
  private let files: [JobFile]
  private let isWanted: (_ file: Int, _ index: Int) -> Bool
  /// How many more jobs may be read.
  private var limit: Int
  private var pricing: Pricing?
  /// The index of the file that is being read.
  private var current: Int = 0
  private var reader: JobReader?
  private var parser = JobLineParser()

  private static let maxJobsPerRead = 64
  private static let maxBytesPerRead = 1 << 20

  /// `files`: with the states of their jobs filled in. `limit`: at most this many jobs; `nil`: all.
  /// `pricing`: computes what each job counts at most; `nil`: there is neither a spending cap nor
  /// a token budget, and every job gets zero. `isWanted`: whether a job is still to do.
  package init(
    _ files: [JobFile], limit: Int?, pricing: Pricing? = nil,
    isWanted: @escaping (_ file: Int, _ index: Int) -> Bool
  ) {
    self.files = files
    self.pricing = pricing
    self.limit = limit ?? .max
    self.isWanted = isWanted
  }

  /// Reads the next jobs: up to 64 of them, or a little more than 1 MiB. `isEnd`: no jobs are left.
  package func read() throws(JobReaderError) -> (jobs: [Job], isEnd: Bool) {
    var jobs: [Job] = []
    var bytes = 0
    while jobs.count < Self.maxJobsPerRead, bytes < Self.maxBytesPerRead {
      guard limit > 0, var job = try next() else { return (jobs, true) }
      limit -= 1
      job.ceiling = pricing?.attemptCeiling(of: job.body, model: job.model) ?? .zero
      jobs.append(job)
      bytes += job.body.count
    }
    return (jobs, false)
  }

  /// Reads a job once more; its ceiling is not filled in.
  package func job(at place: JobPlace) throws(JobReaderError) -> Job {
    try files[place.file].job(at: place, with: &parser)
  }

  /// The next job that is wanted, from this file or a later one; `nil`: there are no more.
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
