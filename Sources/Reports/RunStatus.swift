package import Basics
package import BatchRunner

/// The state of a run as its directory shows it. It is read without the lock, so a running run is
/// not disturbed.
package struct RunStatus: Sendable {
  package let directory: RunDirectory
  package let manifest: Manifest
  package let journal: JournalSummary
  /// Whether a process is working on the run; `nil` if that cannot be found out.
  package let isRunning: Bool?
  package let succeeded: Int
  package let failed: Int
  /// Results that were cut off at `max_tokens`, ended by a content filter, or have no text.
  package let truncated: Int
  package let filtered: Int
  package let empty: Int
  /// The number of attempts sent in the last minute.
  package let startsInLastMinute: Int
  /// When the directory was read.
  private let wall: WallTime

  /// Reads the directory. `now` is the current instant of the clock that the journal uses.
  package init(_ directory: RunDirectory, at now: MonotonicInstant) throws(CheckpointError) {
    var reader = RunReader(directory)
    self = try reader.look(at: now, wall: .now)
  }

  init(
    _ directory: RunDirectory, _ manifest: Manifest, _ journal: JournalSummary, isRunning: Bool?,
    succeeded: Int, failed: Int, flagged: [AnswerFlags] = [], at now: MonotonicInstant,
    wall: WallTime
  ) {
    self.directory = directory
    self.manifest = manifest
    self.journal = journal
    self.isRunning = isRunning
    self.succeeded = succeeded
    self.failed = failed
    self.wall = wall
    truncated = flagged.count { $0.contains(.truncated) }
    filtered = flagged.count { $0.contains(.filtered) }
    empty = flagged.count { $0.contains(.empty) }
    startsInLastMinute = journal.stamps.count { $0 + .seconds(60) > now }
  }

  /// The number of jobs in the job file when a run last read it.
  package var jobs: Int { max(journal.jobs, manifest.totals.jobs) }
  package var toDo: Int { max(0, jobs - succeeded - failed) }

  /// The state, and the reason in words; the reason may be empty.
  package var state: (name: RunStateName, why: String) {
    if isRunning == true { return (.running, holdUp?.text ?? "") }
    if let stopped = journal.stopped { return (stopped.state, stopped.text) }
    return (.interrupted, Self.killed)
  }

  /// The requests that keep a running run from its end, as ``Stragglers`` decides; empty: there is
  /// nothing unusual. `models`: the models of the jobs in these lines of the job file, as far as they
  /// are known; called only if there are such requests.
  package func stragglers(models: (Set<Int>) -> [Int: String]) -> [Straggler] {
    guard isRunning == true, Stragglers.isNearEnd(left: toDo, of: journal.toDoAtStart) else {
      return []
    }
    let requests = journal.unfinished.compactMap { request in
      request.startedAt.map {
        Straggler(
          job: request.job, model: nil,
          age: .milliseconds(max(0, wall.milliseconds - $0.milliseconds)))
      }
    }
    let late = journal.stragglers.among(requests, left: toDo, of: journal.toDoAtStart)
    guard !late.isEmpty else { return [] }
    let lines = late.map { late in journal.unfinished.first { $0.job == late.job }?.line ?? 0 }
    let names = models(Set(lines))
    return zip(late, lines).map { Straggler(job: $0.job, model: names[$1], age: $0.age) }
  }

  /// The reason for the end of a run that wrote no end.
  static let killed = "it was killed; run the same command again to resume it"

  /// What a running run waits for because a limit is used up, and until when; the first to end first.
  package var pauses: [JournalPause] {
    guard isRunning == true else { return [] }
    return journal.pauses.filter { $0.until.milliseconds > wall.milliseconds }
      .sorted { ($0.until.milliseconds, $0.model ?? "") < ($1.until.milliseconds, $1.model ?? "") }
  }

  /// The outage or the empty balance that a running run waits for; `nil` if there is none.
  package var holdUp: (kind: String, text: String)? {
    guard isRunning == true, let event = journal.lastEvent,
      event.kind == "outage" || event.kind == "balance_empty"
    else { return nil }
    return (event.kind, event.text)
  }

  /// Jobs that ended per minute since the last session began. `nil` during the first second, and
  /// while no job has ended.
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

  /// A century in seconds: with the times of a damaged journal, the rest could be any number.
  private static let longestRemaining = 100 * 366 * 86_400.0

  /// The time until the last job ends, at the rate so far; `nil` if the run is not running or the
  /// rate is unknown.
  package var remaining: Duration? {
    guard isRunning == true, toDo > 0, let rate = jobsPerMinute else { return nil }
    return .seconds(min(Double(toDo) / rate * 60, Self.longestRemaining))
  }
}
