import Basics
import BatchRunner

/// The sessions of a run, with figures for each. A session is one process's work on the run.
struct SessionList: Sendable {
  struct Session: Sendable {
    /// Counted from 1.
    let number: Int
    let began: WallTime
    let plan: String
    let requestsPerWindow: Int?
    let concurrency: Int
    let toDo: Int
    /// The time of its last line in the journal.
    var lastAt: WallTime
    var attempts = 0
    var succeeded = 0
    var failed = 0
    var tokensIn = 0
    var tokensOut = 0
    var spend = Money.zero
    /// How it ended; `nil` if it is running or was killed.
    var stopped: (status: ExitStatus, state: RunStateName, text: String)?

    /// Adds the end of an attempt.
    mutating func add(_ end: JournalLine.End) {
      if end.verdict.isSuccess { succeeded += 1 }
      if end.verdict == .failed { failed += 1 }
      tokensIn += end.tokensIn
      tokensOut += end.tokensOut
      spend = StoredNumber.sum(spend, end.known ?? .zero)
    }
  }

  /// All sessions but the last. If there are many, the first and the latest are kept.
  private(set) var ended = FirstAndLast<Session>(limit: 40)
  /// The last session; `nil` before the first one begins.
  private(set) var current: Session?

  mutating func begin(_ began: JournalLine.Began, at: WallTime) {
    if let current { ended.append(current) }
    current = Session(
      number: count + 1, began: at, plan: Excerpt.of(began.plan),
      requestsPerWindow: began.requestsPerWindow, concurrency: began.concurrency,
      toDo: began.toDo, lastAt: at)
  }

  /// Something happened in the last session.
  mutating func touch(_ at: WallTime) {
    current?.lastAt = at
  }

  /// Changes the figures of the last session.
  mutating func count(_ change: (inout Session) -> Void) {
    if current != nil { change(&current!) }
  }

  mutating func stop(status: ExitStatus, state: RunStateName, text: String, at: WallTime) {
    current?.stopped = (status, state, text)
    current?.lastAt = at
  }

  /// The number of sessions, including those that were dropped.
  var count: Int { ended.count + (current == nil ? 0 : 1) }
  var dropped: Int { ended.dropped }
  var elements: [Session] { ended.elements + (current.map { [$0] } ?? []) }
}
