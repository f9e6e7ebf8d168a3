package import Basics

/// The jobs of all files that are still to do, in order, a few of them read ahead.
///
/// Belongs to one actor; not sendable.
package final class JobSource {
  private let files: [JobFile]
  private let isWanted: (_ file: Int, _ index: Int) -> Bool
  private var limit: Int
  private var pricing: Pricing?
  private var current: Int = 0
  private var reader: JobReader?
  private var parser = JobLineParser()
  private var ahead: [Job] = []
  private var aheadBytes = 0
  private var isAtEnd = false

  private static let mostAhead = 64
  private static let mostBytesAhead = 1 << 20

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

  /// The most that each job can cost which is ready; at least one unless there are none left.
  package func readAhead() throws(JobReaderError) -> [Money] {
    while !isAtEnd, ahead.count < Self.mostAhead, aheadBytes < Self.mostBytesAhead {
      guard limit > 0, var job = try read() else {
        isAtEnd = true
        break
      }
      limit -= 1
      // Without a price it fits under no cap.
      job.ceiling = pricing == nil ? .zero : price(job) ?? .most
      ahead.append(job)
      aheadBytes += job.body.count
    }
    return ahead.map(\.ceiling)
  }

  private func price(_ job: Job) -> Money? {
    pricing?.ceiling(of: job.body, model: job.model)
  }

  /// Takes the jobs that were read ahead, oldest first.
  package func take(_ count: Int) -> [Job] {
    let taken = Array(ahead.prefix(count))
    ahead.removeFirst(taken.count)
    for job in taken { aheadBytes -= job.body.count }
    return taken
  }

  /// A job that was taken before.
  package func job(at place: JobPlace) throws(JobReaderError) -> Job {
    try files[place.file].job(at: place, with: &parser)
  }

  private func read() throws(JobReaderError) -> Job? {
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
