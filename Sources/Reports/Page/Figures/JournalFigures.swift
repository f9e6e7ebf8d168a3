import Basics
import BatchRunner

/// What a journal tells a page, taken in line by line.
struct JournalFigures: Sendable {
  struct Event: Sendable {
    let offset: Int
    let at: WallTime
    let kind: String
    let text: String
  }

  /// What the plan allowed from here on.
  struct Limit: Sendable, Equatable {
    let offset: Int
    /// Starts in a rolling window; `nil`: no such limit.
    let requestsPerWindow: Int?
    let windowSeconds: Double
    let concurrency: Int
  }

  /// Of more events, limits or sessions the first and the last are kept.
  static let mostEvents = 200
  static let mostLimits = 100

  private(set) var summary = JournalSummary()
  private(set) var timeline = Timeline()
  private(set) var buckets = TimeBuckets()
  private(set) var events = FirstAndLast<Event>(limit: JournalFigures.mostEvents)
  private(set) var limits: [Limit] = []
  private(set) var sessions = SessionList()
  /// That left, or of which it is not known.
  private(set) var attempts = 0
  private(set) var rateLimited = 0
  private(set) var retried = 0
  /// Whole lines that are no lines of a journal.
  private(set) var damaged = 0

  /// When each began.
  private var open: [UInt64: Int] = [:]
  private var lastTime = WallTime(milliseconds: 0)

  mutating func take(_ bytes: UnsafeRawBufferPointer, offset: Int) {
    guard let line = summary.take(bytes, offset: offset) else {
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
    case .event(let kind, let text):
      let offset = timeline.advance(to: at)
      events.append(
        Event(offset: offset, at: at, kind: Excerpt.of(kind), text: Excerpt.of(text)))
      sessions.touch(at)
    case .stopped(let status, let state, let text):
      let offset = timeline.advance(to: at)
      close(at: offset)
      sessions.stop(status: status, state: state, text: Excerpt.of(text), at: at)
    case .synced, .other: break
    }
  }

  /// Names what was left open, by reading its lines again. `now`: for a run that is on.
  mutating func finish(_ file: ReadableFile, now: WallTime?) throws(FileError) {
    try summary.finish(file)
    if let now, summary.lastAttempt > 0 {
      _ = timeline.advance(to: now)
      sessions.touch(now)
    }
    // What is quiet at the end is part of the story too.
    if summary.lastAttempt > 0 { buckets.change(at: timeline.offset) { _ in } }
  }

  private mutating func begin(_ began: JournalLine.Began, _ at: WallTime) {
    // What a killed session left open is under way no more.
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
      case .succeeded: bucket.succeeded += 1
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
      if !end.hasLeft { takeBack(start) }
    }
    sessions.touch(at)
    sessions.count { $0.take(end) }
    switch end.verdict {
    case .succeeded, .failed: break
    case _ where end.status == 429: rateLimited += 1
    case .again: retried += 1
    case .left: break
    }
  }

  /// What never left is no start: the plan does not count it.
  private mutating func takeBack(_ start: Int) {
    attempts -= 1
    buckets.change(at: start) { $0.starts -= 1 }
    sessions.count { $0.attempts -= 1 }
  }

  private mutating func close(at offset: Int) {
    guard !open.isEmpty else { return }
    open.removeAll()
    buckets.set(inFlight: 0, at: offset)
  }
}
