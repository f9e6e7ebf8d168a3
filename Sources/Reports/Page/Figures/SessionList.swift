import Basics
import BatchRunner

/// The times a process took up the run, each with what it did.
struct SessionList: Sendable {
  struct Session: Sendable {
    let number: Int
    let began: WallTime
    let plan: String
    let requestsPerWindow: Int?
    let concurrency: Int
    let toDo: Int
    /// When something of it was last heard.
    var lastAt: WallTime
    var attempts = 0
    var succeeded = 0
    var failed = 0
    var tokensIn = 0
    var tokensOut = 0
    var spend = Money.zero
    /// `nil`: it goes on, or was killed.
    var stopped: (status: ExitStatus, state: RunStateName, text: String)?

    mutating func take(_ end: JournalLine.End) {
      if end.verdict == .succeeded { succeeded += 1 }
      if end.verdict == .failed { failed += 1 }
      tokensIn += end.tokensIn
      tokensOut += end.tokensOut
      spend = StoredNumber.sum(spend, end.known ?? .zero)
    }
  }

  private(set) var ended = FirstAndLast<Session>(limit: 40)
  private(set) var current: Session?

  mutating func begin(_ began: JournalLine.Began, at: WallTime) {
    if let current { ended.append(current) }
    current = Session(
      number: count + 1, began: at, plan: Excerpt.of(began.plan),
      requestsPerWindow: began.requestsPerWindow, concurrency: began.concurrency,
      toDo: began.toDo, lastAt: at)
  }

  mutating func touch(_ at: WallTime) {
    current?.lastAt = at
  }

  mutating func count(_ change: (inout Session) -> Void) {
    if current != nil { change(&current!) }
  }

  mutating func stop(status: ExitStatus, state: RunStateName, text: String, at: WallTime) {
    current?.stopped = (status, state, text)
    current?.lastAt = at
  }

  var count: Int { ended.count + (current == nil ? 0 : 1) }
  var dropped: Int { ended.dropped }
  var elements: [Session] { ended.elements + (current.map { [$0] } ?? []) }
}
