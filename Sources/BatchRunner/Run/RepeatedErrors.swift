/// Tells errors that belong to single jobs from errors of the service.
///
/// A model server answers 500 to each job with a picture, and works for all others. The words of
/// such an error are the jobs' own once three jobs met them and, after each of the three, another
/// job succeeded. Then the jobs' attempts count, even if only such jobs are left. The words lose
/// that mark when a job that met them succeeds after all.
package struct RepeatedErrors: Sendable {
  /// How many jobs must meet the same words.
  private static let jobsNeeded = 3
  /// How many different words are remembered; a server may put a random text into each error.
  private static let mostWords = 64

  private struct Entry: Sendable {
    /// Jobs that met the words and after which no other job has succeeded yet.
    var open: [JobPlace] = []
    /// Jobs that met the words, with another job's success after it.
    var confirmed: [JobPlace] = []
  }

  private var entries: [String: Entry] = [:]
  /// Some entry has open jobs.
  private var hasOpen = false

  /// Whether the words are the jobs' own.
  func belongToJobs(_ words: String) -> Bool {
    entries[words].map { $0.confirmed.count >= Self.jobsNeeded } ?? false
  }

  /// A job met an error with these words.
  mutating func met(_ words: String, _ job: JobPlace) {
    guard entries[words] != nil || entries.count < Self.mostWords else { return }
    let entry = entries[words] ?? Entry()
    guard entry.confirmed.count < Self.jobsNeeded, entry.open.count < Self.jobsNeeded,
      !entry.confirmed.contains(job), !entry.open.contains(job)
    else { return }
    entries[words, default: Entry()].open.append(job)
    hasOpen = true
  }

  /// A job succeeded. `words`: what it met in earlier attempts; `nil`: nothing.
  mutating func jobSucceeded(_ job: JobPlace, words: String?) {
    if let words { entries[words] = nil }
    guard hasOpen else { return }
    hasOpen = false
    for (words, entry) in entries where !entry.open.isEmpty {
      var entry = entry
      entry.confirmed += entry.open.filter { $0 != job }
      entry.open = entry.open.filter { $0 == job }
      if !entry.open.isEmpty { hasOpen = true }
      entries[words] = entry
    }
  }
}
