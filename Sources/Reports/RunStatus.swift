package import Basics
package import BatchRunner

/// Where a run stands, as its directory tells: read without its lock, and without disturbing it.
package struct RunStatus: Sendable {
  package let directory: RunDirectory
  package let manifest: Manifest
  package let journal: JournalSummary
  /// A process works on it; `nil`: it cannot be told.
  package let isRunning: Bool?
  package let succeeded: Int
  package let failed: Int
  /// Attempts that left in the last minute.
  package let startsInLastMinute: Int
  private let wall: WallTime

  package init(_ directory: RunDirectory, at now: MonotonicInstant) throws(CheckpointError) {
    var reader = RunReader(directory)
    self = try reader.look(at: now, wall: .now)
  }

  init(
    _ directory: RunDirectory, _ manifest: Manifest, _ journal: JournalSummary, isRunning: Bool?,
    succeeded: Int, failed: Int, at now: MonotonicInstant, wall: WallTime
  ) {
    self.directory = directory
    self.manifest = manifest
    self.journal = journal
    self.isRunning = isRunning
    self.succeeded = succeeded
    self.failed = failed
    self.wall = wall
    startsInLastMinute = journal.stamps.count { $0 + .seconds(60) > now }
  }

  /// Jobs in the job file when it was last read.
  package var jobs: Int { max(journal.jobs, manifest.totals.jobs) }
  package var toDo: Int { max(0, jobs - succeeded - failed) }

  /// Its name, and why.
  package var state: (name: RunStateName, why: String) {
    if isRunning == true { return (.running, holdUp?.text ?? "") }
    if let stopped = journal.stopped { return (stopped.state, stopped.text) }
    return (.interrupted, "it was killed; the same command goes on")
  }

  /// What a run that is on waits for; `nil`: nothing that lasts.
  package var holdUp: (kind: String, text: String)? {
    guard isRunning == true, let event = journal.lastEvent,
      event.kind == "outage" || event.kind == "balance_empty"
    else { return nil }
    return (event.kind, event.text)
  }

  /// Jobs that ended since the last process took up the run, a minute; `nil`: it cannot be told yet.
  package var jobsPerMinute: Double? {
    guard let began = Self.time(journal.beganAt) else { return nil }
    let last = isRunning == true ? wall : Self.time(journal.lastLineAt)
    let ended = journal.toDoAtStart - toDo
    guard let last, last.milliseconds - began.milliseconds >= 1000, ended > 0 else { return nil }
    return Double(ended) * 60_000 / Double(last.milliseconds - began.milliseconds)
  }

  private static func time(_ text: String?) -> WallTime? {
    text.flatMap { WallTime(rfc3339: Array($0.utf8)) }
  }

  /// A century in seconds: what a damaged journal says of the time may make it any number.
  private static let longestRemaining = 100 * 366 * 86_400.0

  /// Until the last job ends, at the rate so far; `nil`: the run is not on, or nothing is known.
  package var remaining: Duration? {
    guard isRunning == true, toDo > 0, let rate = jobsPerMinute else { return nil }
    return .seconds(min(Double(toDo) / rate * 60, Self.longestRemaining))
  }
}
