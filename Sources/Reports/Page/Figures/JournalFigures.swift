import Basics
import BatchRunner

/// Figures about the attempts of a run, added up line by line from `journal.jsonl`.
struct JournalFigures: Sendable {
  /// A pause, a halt or another event in the journal.
  struct Event: Sendable {
    /// The place on the ``Timeline``, in milliseconds.
    let offset: Int
    let at: WallTime
    let kind: String
    let text: String
  }

  /// The limits of the plan from `offset` on.
  struct Limit: Sendable, Equatable {
    /// The place on the ``Timeline``, in milliseconds.
    let offset: Int
    /// The most starts in a rolling window; `nil` if there is no such limit.
    let requestsPerWindow: Int?
    let windowSeconds: Double
    let concurrency: Int
  }

  /// If there are more events, only the first and the last are kept.
  static let mostEvents = 200
  /// If there are more limits, only the first are kept.
  static let mostLimits = 100

  private(set) var summary = JournalSummary()
  private(set) var timeline = Timeline()
  private(set) var buckets = TimeBuckets()
  private(set) var events = FirstAndLast<Event>(limit: JournalFigures.mostEvents)
  private(set) var limits: [Limit] = []
  private(set) var sessions = SessionList()
  /// Attempts whose bytes left, or for which that is not known.
  private(set) var attempts = 0
  /// Attempts that ended with status 429.
  private(set) var rateLimited = 0
  /// Attempts that ended with a retry for another reason.
  private(set) var retried = 0
  /// Whole lines that are not lines of a journal.
  private(set) var damaged = 0

  /// The attempts in flight: their numbers, and their starts on the timeline.
  private var open: [UInt64: Int] = [:]
  private var lastTime = WallTime(milliseconds: 0)

  /// Adds one line, without its line break; `offset` is its place in the file, in bytes.
  mutating func add(_ bytes: UnsafeRawBufferPointer, offset: Int) {
    guard let line = summary.add(bytes, offset: offset) else {
      damaged += 1
      return
    }
    // Where the time is not legible, the last one before it counts.
    let at = JournalLine.time(of: bytes) ?? lastTime
    lastTime = at
    switch line {
    case .start(let start): self.start(start.attempt, at)
    case .end(let end): self.end(end, at)
    case .began(let began): begin(began, at)
    case .event(let kind, let text, _):
      let offset = timeline.advance(to: at)
      events.append(
        Event(offset: offset, at: at, kind: Excerpt.of(kind), text: Excerpt.of(text)))
      sessions.touch(at)
    case .stopped(let status, let state, let text):
      let offset = timeline.advance(to: at)
      close(at: offset)
      sessions.stop(status: status, state: state, text: Excerpt.of(text), at: at)
    case .synced, .reopened, .other: break
    }
  }

  /// Call this after the last line. Reads the lines of unfinished attempts again to find their job
  /// ids. `now` is the current time if the run is running, `nil` if not.
  mutating func finish(_ file: ReadableFile, now: WallTime?) throws(FileError) {
    try summary.finish(file)
    if let now, summary.lastAttempt > 0 {
      _ = timeline.advance(to: now)
      sessions.touch(now)
    }
    // Charts must also show a time at the end in which nothing happened.
    if summary.lastAttempt > 0 { buckets.change(at: timeline.offset) { _ in } }
  }

  private mutating func begin(_ began: JournalLine.Began, _ at: WallTime) {
    // Attempts that a killed session left in flight are no longer in flight.
    close(at: timeline.offset)
    let offset = timeline.advance(to: at, beginsSession: true)
    let limit = Limit(
      offset: offset, requestsPerWindow: began.requestsPerWindow,
      windowSeconds: began.windowSeconds, concurrency: began.concurrency)
    if limits.count < Self.mostLimits { limits.append(limit) }
    sessions.begin(began, at: at)
  }

  private mutating func start(_ attempt: UInt64, _ at: WallTime) {
    let offset = timeline.advance(to: at)
    attempts += 1
    open[attempt] = offset
    buckets.change(at: offset) { $0.starts += 1 }
    buckets.set(inFlight: open.count, at: offset)
    sessions.touch(at)
    sessions.count { $0.attempts += 1 }
  }

  private mutating func end(_ end: JournalLine.End, _ at: WallTime) {
    let offset = timeline.advance(to: at)
    buckets.change(at: offset) { bucket in
      switch end.verdict {
      case .succeeded, .earlierStored: bucket.succeeded += 1
      case .failed: bucket.failed += 1
      case _ where end.status == 429: bucket.rateLimited += 1
      case .again: bucket.retried += 1
      case .left: break
      }
      bucket.tokensIn += end.tokensIn
      bucket.tokensOut += end.tokensOut
      bucket.spend = StoredNumber.sum(bucket.spend, end.known ?? .zero)
    }
    if let start = open.removeValue(forKey: end.attempt) {
      buckets.set(inFlight: open.count, at: offset)
      if !end.hasLeft { removeStart(at: start) }
    }
    sessions.touch(at)
    sessions.count { $0.add(end) }
    switch end.verdict {
    case .succeeded, .earlierStored, .failed: break
    case _ where end.status == 429: rateLimited += 1
    case .again: retried += 1
    case .left: break
    }
  }

  /// An attempt whose bytes never left does not count as started, as in the plan's rate limit.
  private mutating func removeStart(at start: Int) {
    attempts -= 1
    buckets.change(at: start) { $0.starts -= 1 }
    sessions.count { $0.attempts -= 1 }
  }

  /// No attempt is in flight any more.
  private mutating func close(at offset: Int) {
    guard !open.isEmpty else { return }
    open.removeAll()
    buckets.set(inFlight: 0, at: offset)
  }
}
