import Basics

/// The per-window limit as the server enforces it.
struct RateLimit: Sendable {
  private let limit: Int
  private let kind: Scenario.WindowKind
  private let window: Duration
  private var log: StartLog
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

  /// Forgets what has passed, and answers whether one more may start.
  mutating func hasRoom(at now: MonotonicInstant, unixSeconds: Double) -> Bool {
    log.forget(before: now)
    let current = Int((unixSeconds / windowSeconds).rounded(.down))
    if calendar.window != current { calendar = (current, 0) }
    return count < limit
  }

  mutating func note(_ now: MonotonicInstant) {
    if kind == .rolling { log.note(now) }
    calendar.count += 1
  }

  /// When the next place becomes free, or the next one after it where some are.
  func headers(at now: MonotonicInstant, unixSeconds: Double) -> SandboxAnswer.RateHeaders {
    SandboxAnswer.RateHeaders(
      limit: limit, remaining: max(0, limit - count),
      reset: Int((unixSeconds + secondsUntilReset(now, unixSeconds)).rounded(.up)))
  }

  /// At least 1.
  func retryAfterSeconds(at now: MonotonicInstant, unixSeconds: Double) -> Int {
    max(1, Int(secondsUntilReset(now, unixSeconds).rounded(.up)))
  }

  private func secondsUntilReset(_ now: MonotonicInstant, _ unixSeconds: Double) -> Double {
    switch kind {
    case .rolling:
      log.oldest.map { now.duration(to: $0.advanced(by: window)) / .seconds(1) } ?? 0
    case .calendar: Double(calendar.window + 1) * windowSeconds - unixSeconds
    }
  }
}
