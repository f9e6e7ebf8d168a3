package import Basics

/// One line of `journal.jsonl`, as ``JournalEntry`` wrote it.
package enum JournalLine {
  case began(Began)
  case start(Start)
  case end(End)
  case synced(Synced)
  case event(kind: String, text: String, pause: JournalPause?)
  /// The jobs that failed in a row are still to do.
  case reopened
  case stopped(status: ExitStatus, state: RunStateName, text: String)
  /// Of a kind that this version does not know.
  case other

  package struct Began {
    /// Empty: it could not be told.
    package let boot: String
    package let version: String
    package let plan: String
    /// `nil`: no such limit.
    package let requestsPerWindow: Int?
    package let concurrency: Int
    package let windowSeconds: Double
    package let jobs: Int
    package let toDo: Int
  }

  package struct Start {
    package let attempt: UInt64
    package let line: Int
    /// The `custom_id` with its quotes, in the line.
    let id: Range<Int>
    /// What it counts against limits of tokens; 0: there were none.
    package let tokens: Int

    /// The hash of the job's id; `bytes`: the line.
    package func idHash(in bytes: UnsafeRawBufferPointer) -> UInt64? {
      JournalLine.text(id, in: bytes).map { XXHash64.hash($0) }
    }
  }

  package struct End {
    package let attempt: UInt64
    /// On the boot clock; 0: no byte left.
    let leftMilliseconds: Int
    package let tokensIn: Int
    package let tokensOut: Int
    package let latencyMilliseconds: Int
    /// Of the HTTP response; 0: none came.
    package let status: Int
    /// `nil`: it has no price, or cost nothing.
    package let known: Money?
    /// What the price list gave for an answer that reported another cost.
    let listed: Money?
    /// The most that an answer of unknown cost can have cost.
    let unknown: Money?
    package let perhaps: Money?
    let isUnpriced: Bool
    /// Of an attempt that tells no counts.
    let tokensAtMost: Int
    let mayBePaid: Bool
    /// The job's place among jobs that failed in a row, and their kind with its quotes, in the line.
    let streak: (position: Int, kind: Range<Int>)?
    package let verdict: Verdict
    /// The verdict with its quotes, in the line.
    let verdictText: Range<Int>

    package var hasLeft: Bool { leftMilliseconds > 0 }
    /// Only if it has left.
    var leftAt: MonotonicInstant {
      MonotonicInstant(nanoseconds: Int64(leftMilliseconds) * 1_000_000)
    }

    /// The verdict in words; `bytes`: the line.
    package func verdictWords(in bytes: UnsafeRawBufferPointer) -> String {
      JournalLine.text(verdictText, in: bytes) ?? ""
    }
  }

  /// How long the files were when they were known to be on the disk, in bytes.
  package struct Synced: Sendable {
    package var results = 0
    package var failures = 0
    package var unusable = 0
    package var journal = 0
  }

  /// What became of the attempt's job.
  package enum Verdict: Sendable {
    case succeeded, failed, again, left
    /// It brought no better answer than an earlier attempt, whose answer is the job's result.
    case earlierStored

    /// The job has a result.
    package var isSuccess: Bool { self == .succeeded || self == .earlierStored }
  }

  /// When it was written; `nil`: that is not legible.
  package static func time(of bytes: UnsafeRawBufferPointer) -> WallTime? {
    // Every line that has a time ends with it.
    var cursor = Cursor(bytes)
    cursor.at = bytes.count - ",\"at\":\"2026-11-22T23:15:11.204Z\"}".utf8.count
    guard cursor.at >= 0, cursor.skip(",\"at\":\"") else { return nil }
    return WallTime(rfc3339: UnsafeRawBufferPointer(rebasing: bytes[cursor.at..<(cursor.at + 24)]))
  }

  /// The text of a string that stands in a line; `nil`: it is half of a surrogate pair.
  static func text(_ string: Range<Int>, in bytes: UnsafeRawBufferPointer) -> String? {
    let inside = (string.lowerBound + 1)..<(string.upperBound - 1)
    return JSONString.decode(UnsafeRawBufferPointer(rebasing: bytes[inside]))
  }
}
