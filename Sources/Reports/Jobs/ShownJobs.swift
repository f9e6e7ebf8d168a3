import Basics
package import BatchRunner
import Datasets

/// Reads the jobs of a run one by one, from its files and its job file. The run may be active.
///
/// Memory: the table of the job file, the index of the outcomes, and places of the chosen jobs.
package final class ShownJobs {
  let directory: RunDirectory
  /// `nil`: it cannot be read, so that there are no requests.
  let jobs: JobFile?
  let index: OutcomeIndex
  let results: ReadableFile?
  let failures: ReadableFile?
  let unusable: ReadableFile?
  /// The chosen jobs by the hashes of their ids; `nil`: all.
  var chosen: Set<UInt64>?

  private var reader = OutcomeReader(.answer)
  private var attempts = AttemptPlaces()
  private var unusablePlaces = LinePlaces()
  private var windows: Windows

  /// For the lines of chosen jobs.
  private struct Windows: ~Copyable {
    var results: LineWindow?
    var failures: LineWindow?
    var unusable: LineWindow?
    var journal: LineWindow?
  }

  /// Throws ``CheckpointError/damaged(path:line:count:)`` for lines that are not what was written.
  package init(_ directory: RunDirectory, jobs: JobFile?) throws {
    self.directory = directory
    self.jobs = jobs
    results = try Self.open(directory.results)
    failures = try Self.open(directory.failures)
    unusable = try Self.open(directory.unusable)
    index = try OutcomeIndex(results: results, failures: failures)
    try index.requireWhole(directory, results: results, failures: failures)
    windows = Windows(
      results: results.map { LineWindow($0) }, failures: failures.map { LineWindow($0) },
      unusable: unusable.map { LineWindow($0) }, journal: nil)
  }

  private static func open(_ path: String) throws(FileError) -> ReadableFile? {
    RunDirectory(path).exists ? try ReadableFile(path) : nil
  }

  /// Damaged lines, which are skipped.
  package var damaged: Int { index.damaged }

  func isChosen(_ id: UInt64) -> Bool { chosen?.contains(id) ?? true }

  // MARK: Going through the jobs

  /// Hands on the ids of the chosen jobs: in the order of the job file, then those that are no longer
  /// in it.
  package func forEachID(_ take: (String) throws -> Void) throws {
    try forEachInFile { try take($0.id) }
    try forEachOutcome { outcome, _ in try take(outcome.id) }
  }

  /// Hands on the chosen jobs in the same order, with all that is known of them.
  package func forEachJob(_ take: (ShownJob) throws -> Void) throws {
    try readPlaces()
    try forEachInFile { job in
      var shown = ShownJob(id: job.id)
      shown.line = job.line
      shown.request = job.body
      try add(XXHash64.hash(job.id), to: &shown, fingerprint: job.fingerprint)
      try take(shown)
    }
    try forEachOutcome { outcome, hash in
      var shown = ShownJob(id: outcome.id)
      try add(hash, to: &shown, fingerprint: nil)
      try take(shown)
    }
  }

  private func forEachInFile(_ take: (Job) throws -> Void) throws {
    guard let jobs else { return }
    var reader = JobReader(jobs, number: 0)
    while let job = try reader.next(where: { isChosen(jobs.table.idHash(of: $0)) }) {
      try take(job)
    }
  }

  /// The chosen jobs with an outcome that are not in the job file.
  private func forEachOutcome(_ take: (Outcome, UInt64) throws -> Void) throws {
    try forEachLastLine { outcome, _ in
      let hash = outcome.head.idHash
      guard isChosen(hash), jobs?.table.index(ofID: hash) == nil else { return }
      try take(outcome, hash)
    }
  }

  /// Each job's line that counts, in the order of the files.
  func forEachLastLine(_ take: (Outcome, _ isResult: Bool) throws -> Void) throws {
    var reader = OutcomeReader(.answer)
    for (file, isResult) in [(results, true), (failures, false)] {
      guard let file else { continue }
      var lines = LineReader(file)
      while let line = try lines.next(), line.isWhole {
        guard let bytes = line.bytes, let outcome = reader.read(bytes),
          index.counts(outcome.head, isResult: isResult, offset: line.offset)
        else { continue }
        try take(outcome, isResult)
      }
    }
  }

  // MARK: One job

  private func readPlaces() throws {
    if let journal = try Self.open(directory.journal) {
      try attempts.read(journal, of: isChosen)
      windows.journal = LineWindow(journal)
    }
    guard let unusable else { return }
    var lines = LineReader(unusable)
    while let line = try lines.next(), line.isWhole {
      guard let bytes = line.bytes, let head = OutcomeHead(bytes), isChosen(head.idHash) else {
        continue
      }
      unusablePlaces.add(head.idHash, offset: line.offset)
    }
    unusablePlaces.finish()
  }

  /// Adds what the run's files tell. `fingerprint`: of the request in the job file.
  private func add(
    _ hash: UInt64, to job: inout ShownJob, fingerprint: Fingerprint?
  ) throws(FileError) {
    if windows.journal != nil {
      job.attempts = try attempts.attempts(of: hash, in: &windows.journal!)
    }
    for offset in unusablePlaces.offsets(of: hash) {
      guard let line = try windows.unusable?.line(at: offset), let outcome = reader.read(line)
      else { continue }
      job.unusable.append(ShownJob.Reply(outcome))
    }
    guard let place = index.place(of: hash) else { return }
    let line =
      place.isResult
      ? try windows.results?.line(at: place.offset) : try windows.failures?.line(at: place.offset)
    guard let line, let outcome = reader.read(line) else { return }
    job.state = place.isResult ? .answered : .failed
    job.isEdited = fingerprint.map { $0 != outcome.head.fingerprint } ?? false
    job.add(outcome)
  }
}

extension ShownJob {
  fileprivate mutating func add(_ outcome: Outcome) {
    line = line ?? outcome.head.line
    reply = Reply(outcome)
    status = outcome.status
    if state == .answered { flags = outcome.flags }
    (model, tokensIn, tokensOut) = (outcome.model, outcome.usage.tokensIn, outcome.usage.tokensOut)
    milliseconds = outcome.head.latencyMilliseconds
    var bytes: [UInt8] = []
    outcome.appendFinishReason(to: &bytes)
    finishReason = String(decoding: bytes, as: UTF8.self)
    bytes.removeAll()
    label = outcome.appendLabel(to: &bytes) ? String(decoding: bytes, as: UTF8.self) : nil
  }
}
