import Basics
import BatchRunner

/// A line of `journal.jsonl`, as far as a page wants it.
enum JournalLine {
  case start(attempt: Int, at: WallTime)
  case end(End)
  case began(Began)
  case event(kind: String, text: String, at: WallTime)
  case stopped(status: Int, state: String, text: String, at: WallTime)
  /// Of no interest here.
  case other

  struct End {
    var attempt: Int
    /// A byte of it was sent.
    var hasLeft: Bool
    var tokensIn: Int
    var tokensOut: Int
    var status: Int
    /// Billionths of a dollar; `nil`: it has no price, or cost nothing.
    var nanodollars: Int?
    var verdict: Diagnosis
    var at: WallTime
  }

  struct Began {
    var at: WallTime
    var version: String
    var plan: String
    var requestsPerWindow: Int?
    var concurrency: Int
    var windowSeconds: Double
    var jobs: Int
    var toDo: Int
  }

  /// What became of the attempt's job.
  enum Diagnosis {
    case succeeded, failed, again, left
  }

  /// `nil`: not such a line.
  init?(_ bytes: UnsafeRawBufferPointer, _ outline: inout JSONOutline) {
    var cursor = Cursor(bytes)
    if cursor.skip("{\"e\":\"start\",\"a\":") {
      guard let attempt = cursor.number(), let at = Self.time(bytes) else { return nil }
      self = .start(attempt: attempt, at: at)
    } else if cursor.skip("{\"e\":\"end\",\"a\":") {
      guard let end = Self.end(&cursor, bytes) else { return nil }
      self = .end(end)
    } else {
      guard let line = Self.other(bytes, &outline) else { return nil }
      self = line
    }
  }

  /// Every line that has a time ends with it.
  private static func time(_ bytes: UnsafeRawBufferPointer) -> WallTime? {
    let length = 33
    guard bytes.count > length else { return nil }
    var cursor = Cursor(bytes)
    cursor.at = bytes.count - length
    guard cursor.skip(",\"at\":\"") else { return nil }
    let time = UnsafeRawBufferPointer(rebasing: bytes[cursor.at..<(cursor.at + 24)])
    cursor.at += 24
    return cursor.skip("\"}") ? WallTime(rfc3339: time) : nil
  }

  private static func end(_ cursor: inout Cursor, _ bytes: UnsafeRawBufferPointer) -> End? {
    guard let attempt = cursor.number(), cursor.skip(",\"left_ms\":"), let left = cursor.number(),
      cursor.skip(",\"in\":"), let tokensIn = cursor.number(),
      cursor.skip(",\"out\":"), let tokensOut = cursor.number(),
      cursor.skip(",\"ms\":"), cursor.number() != nil,
      cursor.skip(",\"status\":"), let status = cursor.number()
    else { return nil }
    let known = cursor.skip(",\"nanousd\":") ? cursor.number() : nil
    if cursor.skip(",\"nanousd_perhaps\":") { _ = cursor.number() }
    _ = cursor.skip(",\"unpriced\":1")
    _ = cursor.skip(",\"paid\":\"maybe\"")
    guard cursor.skip(",\"verdict\":\"") else { return nil }
    let verdict: Diagnosis =
      if cursor.skip("succeeded") {
        .succeeded
      } else if cursor.skip("failed") {
        .failed
      } else if cursor.skip("again") {
        .again
      } else {
        .left
      }
    guard let at = time(bytes) else { return nil }
    return End(
      attempt: attempt, hasLeft: left > 0, tokensIn: tokensIn, tokensOut: tokensOut, status: status,
      nanodollars: known, verdict: verdict, at: at)
  }

  private static func other(
    _ bytes: UnsafeRawBufferPointer, _ outline: inout JSONOutline
  ) -> JournalLine? {
    guard (try? outline.read(bytes, depth: 1)) != nil,
      let kind = outline.member("e", in: bytes).flatMap({ outline.string($0, in: bytes) })
    else { return nil }
    func string(_ name: StaticString) -> String {
      outline.member(name, in: bytes).flatMap { outline.string($0, in: bytes) } ?? ""
    }
    func number(_ name: StaticString) -> Int? {
      outline.member(name, in: bytes).flatMap { outline.integer($0, in: bytes) }
    }
    guard ["began", "event", "stopped"].contains(kind) else { return .other }
    guard let at = time(bytes) else { return nil }
    switch kind {
    case "began":
      let window = outline.member("window_s", in: bytes).flatMap { outline.number($0, in: bytes) }
      return .began(
        Began(
          at: at, version: string("version"), plan: string("plan"),
          requestsPerWindow: number("rpm"), concurrency: number("concurrency") ?? 0,
          windowSeconds: window ?? 60, jobs: number("jobs") ?? 0, toDo: number("to_do") ?? 0))
    case "event": return .event(kind: string("kind"), text: string("text"), at: at)
    default:
      return .stopped(
        status: number("status") ?? 0, state: string("state"), text: string("text"), at: at)
    }
  }
}
