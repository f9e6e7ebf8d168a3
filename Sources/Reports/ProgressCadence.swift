package import BatchRunner

/// When progress is printed, as a value.
package struct ProgressCadence: Sendable, Equatable {
  package enum Kind: Sendable {
    /// Four times a second at most, for a panel.
    case panel
    /// Each 30 s, and when the run begins or ends to be held up; no two within 5 s but for the
    /// news that it stops.
    case lines
    /// Each second.
    case json
  }

  /// What a change of is news; how long it lasts is not. A full rate window is how a run at full
  /// speed looks, so it is no hold-up.
  private enum HoldUp {
    case none, server, outage, balance, draining
  }

  private let kind: Kind
  private var last: Duration?
  private var told = HoldUp.none

  package init(_ kind: Kind) {
    self.kind = kind
  }

  /// Whether to print now, and takes note of it; `now` counts from the run's start and never goes
  /// back.
  package mutating func isDue(_ progress: Progress, at now: Duration) -> Bool {
    let holdUp = Self.holdUp(progress)
    guard isTime(at: now) || isNews(holdUp, at: now) else { return false }
    last = now
    told = holdUp
    return true
  }

  private func isTime(at now: Duration) -> Bool {
    switch kind {
    case .panel: last.map { now - $0 >= .milliseconds(250) } ?? true
    // Calls come each second or so, and a few milliseconds early at times.
    case .json: last.map { now - $0 >= .milliseconds(950) } ?? true
    case .lines: now - (last ?? .zero) >= .milliseconds(29_950)
    }
  }

  private func isNews(_ holdUp: HoldUp, at now: Duration) -> Bool {
    guard holdUp != told else { return false }
    switch kind {
    case .panel, .json: return holdUp == .draining
    case .lines: return holdUp == .draining || last.map { now - $0 >= .seconds(5) } ?? true
    }
  }

  private static func holdUp(_ progress: Progress) -> HoldUp {
    if progress.isDraining { return .draining }
    return switch progress.waiting {
    case nil, .rateWindow: .none
    case .serverLimit: .server
    case .outage: .outage
    case .balance: .balance
    }
  }
}
