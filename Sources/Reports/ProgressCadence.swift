package import BatchRunner

/// Decides when progress is printed.
package struct ProgressCadence: Sendable, Equatable {
  /// The form in which progress is printed.
  package enum Kind: Sendable {
    /// At most four times a second, for a panel.
    case panel
    /// Every 30 s, and also when the run starts or stops waiting for something. Two lines are at
    /// least 5 s apart, except when the run is told to stop.
    case lines
    /// Every second.
    case json
  }

  /// What the run waits for. A change is printed early; how long the wait takes does not matter. A
  /// full rate window does not count as waiting: it is normal at full speed.
  private enum HoldUp {
    case none, server, outage, balance, draining
  }

  private let kind: Kind
  /// When progress was last printed; `nil` before the first time.
  private var last: Duration?
  /// What the run waited for when progress was last printed.
  private var printed = HoldUp.none

  package init(_ kind: Kind) {
    self.kind = kind
  }

  /// Whether to print now. If so, it is assumed that the caller prints. `now` is the time since the
  /// run began, and never decreases.
  package mutating func isDue(_ progress: RunProgress, at now: Duration) -> Bool {
    let holdUp = Self.holdUp(progress)
    guard isTime(at: now) || isNews(holdUp, at: now) else { return false }
    last = now
    printed = holdUp
    return true
  }

  private func isTime(at now: Duration) -> Bool {
    switch kind {
    case .panel: last.map { now - $0 >= .milliseconds(250) } ?? true
    // 50 ms less than a second, because calls may come a little early.
    case .json: last.map { now - $0 >= .milliseconds(950) } ?? true
    case .lines: now - (last ?? .zero) >= .milliseconds(29_950)
    }
  }

  private func isNews(_ holdUp: HoldUp, at now: Duration) -> Bool {
    guard holdUp != printed else { return false }
    switch kind {
    case .panel, .json: return holdUp == .draining
    case .lines: return holdUp == .draining || last.map { now - $0 >= .seconds(5) } ?? true
    }
  }

  private static func holdUp(_ progress: RunProgress) -> HoldUp {
    if progress.isDraining { return .draining }
    return switch progress.waiting {
    case nil, .rateWindow: .none
    case .serverLimit, .dailyLimit: .server
    case .outage: .outage
    case .balance: .balance
    }
  }
}
