import Basics

/// The server's limit on starts per window.
struct RateLimit: Sendable {
  private let limit: Int
  private let kind: Scenario.WindowKind
  private let window: Duration
  private var log: StartLog
  /// The number of the current calendar window since 1970, and the starts in it.
  private var calendar = (window: 0, count: 0)

  init(limit: Int, kind: Scenario.WindowKind, window: Duration) {
    self.limit = limit
    self.kind = kind
    self.window = window
    log = StartLog(window: window)
  }

  private var windowSeconds: Double { window / .seconds(1) }

  private var count: Int {
    switch kind {
    case .rolling: log.count
    case .calendar: calendar.count
    }
  }

  /// Whether one more request may start now. Removes starts that have left the window.
  mutating func allowsStart(at now: MonotonicInstant, unixSeconds: Double) -> Bool {
    log.removeExpired(at: now)
    let current = Int((unixSeconds / windowSeconds).rounded(.down))
    if calendar.window != current { calendar = (current, 0) }
    return count < limit
  }

  /// Counts a start. Call ``allowsStart(at:unixSeconds:)`` with the same time before.
  mutating func record(_ now: MonotonicInstant) {
    if kind == .rolling { log.record(now) }
    calendar.count += 1
  }

  /// The rate-limit headers, see ``secondsUntilReset(_:_:)``.
  func headers(at now: MonotonicInstant, unixSeconds: Double) -> SandboxAnswer.RateHeaders {
    SandboxAnswer.RateHeaders(
      limit: limit, remaining: max(0, limit - count),
      reset: Int((unixSeconds + secondsUntilReset(now, unixSeconds)).rounded(.up)))
  }

  /// For `Retry-After`, at least 1.
  func retryAfterSeconds(at now: MonotonicInstant, unixSeconds: Double) -> Int {
    max(1, Int(secondsUntilReset(now, unixSeconds).rounded(.up)))
  }

  /// The time until the oldest start leaves the rolling window, or until the next calendar window.
  private func secondsUntilReset(_ now: MonotonicInstant, _ unixSeconds: Double) -> Double {
    switch kind {
    case .rolling:
      log.oldest.map { now.duration(to: $0.advanced(by: window)) / .seconds(1) } ?? 0
    case .calendar: Double(calendar.window + 1) * windowSeconds - unixSeconds
    }
  }
}
