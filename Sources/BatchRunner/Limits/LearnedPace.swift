import Basics

/// How many requests may start in a second, learned from the requests that the server turned down.
///
/// The starts are counted in rounds. A round begins with the first start after a pause, and ends
/// with the first start after the next refusal. What the server took in a round is the estimate of
/// its limit. From then on the starts are spaced evenly, just below the estimate: that suits fixed
/// windows, rolling windows and token buckets of any length.
///
/// Additive increase and multiplicative decrease: Chiu and Jain, 1989. The rate returns quickly to
/// just below the last limit, stays there, and grows faster the longer no request is turned down:
/// CUBIC, RFC 9438.
struct LearnedPace: Sendable {
  /// Starts in a second; `nil`: the server has never turned a request down.
  private(set) var rate: Double?
  /// The lowest rate: one start in a window of the plan.
  private let lowest: Double

  /// The rate that was too high, as far as it is known; meaningful only with a ``rate``.
  private var ceiling = 0.0
  /// The ceiling is what the server took of the first burst: more may be possible.
  private var isGuess = false
  /// The rate right after it was lowered.
  private var lowered = 0.0
  private var loweredAt: MonotonicInstant?
  /// How long the rate stays just below ``ceiling`` before it grows beyond.
  private var hold = Self.shortestHold
  private var lastStart: MonotonicInstant?
  private var next: MonotonicInstant?

  private var round = Round()
  /// The last round in which the server took a request, with its refusals in later rounds.
  private var lastTaken: (starts: Double, from: MonotonicInstant)?
  /// The last round if it had few starts.
  private var shortRound: (taken: Double, seconds: Double)?
  /// The last permit that was granted when the round's first request was turned down.
  private var lastOfRound: Permit?
  /// How long the server takes to turn a request down.
  private var refusalTime = Duration.zero

  /// The starts from one pause to the next.
  private struct Round {
    var from: MonotonicInstant?
    var first: Permit?
    var starts = 0
    var turnedDown = 0
    /// When the first of its requests was turned down; `nil`: none was.
    var endedAt: MonotonicInstant?
  }

  private static let shortestHold = 4.0
  private static let longestHold = 300.0
  /// Seconds from the lowered rate back to just below the ceiling.
  private static let recovery = 4.0
  private static let belowCeiling = 0.95
  private static let decrease = 0.85
  /// Of the first estimate, which is exact where the server counts in seconds.
  private static let firstDecrease = 0.9
  /// Of the ceiling, after a refusal that probably tells little.
  private static let strayDecrease = 0.97
  /// From this part of the ceiling on, a rate is being tried out.
  private static let tried = 0.97
  private static let manyTaken = 20.0
  /// The growth in a second, as a part of the rate; it doubles every ``doubling`` seconds.
  private static let growth = 0.01
  private static let doubling = 5.0
  private static let highest = 100_000.0

  /// `window`: the plan's. `rate`: learned by an earlier process, in starts a second; `nil`: nothing
  /// was.
  init(window: Duration, rate: Double? = nil, at now: MonotonicInstant? = nil) {
    lowest = 1 / max(1, window / .seconds(1))
    guard let rate, rate.isFinite, rate > 0, let now else { return }
    set(rate, at: now)
    ceiling = lowered
  }

  /// A request was turned down, so starts follow the learned rate from the next pause on.
  var isLearning: Bool { rate != nil || round.endedAt != nil }

  // MARK: Starts

  /// When the next request may start; `now` or earlier: at once.
  func earliestStart(at now: MonotonicInstant) -> MonotonicInstant {
    rate == nil ? now : next ?? now
  }

  /// A permit was granted.
  mutating func started(_ permit: Permit, at now: MonotonicInstant) {
    if let endedAt = round.endedAt { closeRound(endedAt, at: now) }
    if round.from == nil { (round.from, round.first) = (now, permit) }
    round.starts += 1
    defer { lastStart = now }
    guard let current = rate else { return }
    let interval = Duration.seconds(1 / current)
    // After a pause one request shows whether the server takes requests again.
    if round.starts == 1 {
      next = now + max(interval, min(refusalTime + refusalTime / 4, .seconds(1)))
      return
    }
    // Without a start for a long time, the rate was not what limited the starts.
    if let lastStart, lastStart.duration(to: now) <= interval * 2 {
      grow(for: lastStart.duration(to: now) / .seconds(1), at: now)
    }
    // A start that comes a little late does not delay the later ones.
    next = max(next ?? now, now + (.zero - interval)) + interval
  }

  /// A permit's request was not sent, or was turned down for a reason of its own.
  mutating func cancelled(_ permit: Permit) {
    guard let first = round.first, permit.number >= first.number else { return }
    round.starts -= 1
    if round.starts == 0 { round = Round() }
  }

  // MARK: Refusals

  /// The permit's request was turned down. Requests that were in flight together lower the rate
  /// once.
  ///
  /// `last`: the permit that was granted last. `after`: the time since the permit was granted.
  mutating func turnedDown(
    _ permit: Permit, last: Permit, after: Duration, at now: MonotonicInstant
  ) {
    guard let first = round.first, permit.number >= first.number else { return }
    round.turnedDown += 1
    guard isLater(permit) else { return }
    lastOfRound = last
    round.endedAt = now
    refusalTime = after
  }

  private func isLater(_ permit: Permit) -> Bool {
    lastOfRound.map { permit.number > $0.number } ?? true
  }

  /// Estimates the server's limit. By now the other requests of the round have been turned down too.
  private mutating func closeRound(_ endedAt: MonotonicInstant, at now: MonotonicInstant) {
    defer { round = Round() }
    guard let from = round.from else { return }
    let taken = Double(max(0, round.starts - round.turnedDown))
    if taken > 0 {
      let seconds = max(1, from.duration(to: endedAt) / .seconds(1))
      lastTaken = (taken, from)
      let earlier = shortRound
      shortRound = taken < Self.manyTaken ? (taken, seconds) : nil
      if let rate, !isGuess, rate <= ceiling * Self.tried, shortRound == nil || earlier == nil {
        stray(at: now)
      } else {
        lower(
          (taken + (earlier?.taken ?? 0)) / (seconds + (earlier?.seconds ?? 0)), at: now)
      }
    } else if let lastTaken {
      // Nothing was taken since then, so the server's window is at least this long.
      let refusedAfter = max(1, lastTaken.from.duration(to: endedAt) / .seconds(1))
      let takenAfter = max(1, lastTaken.from.duration(to: now) / .seconds(1))
      let estimate = lastTaken.starts / takenAfter
      ceiling = clamp(min(ceiling, lastTaken.starts / refusedAfter))
      isGuess = false
      set(min(rate ?? estimate, estimate), at: now)
    } else {
      set(min(rate ?? 1, 1), at: now)
      ceiling = rate ?? 1
    }
  }

  /// A refusal at a rate that was not being tried out, after a round with many starts, or the first
  /// after one with few, probably tells little: some servers turn a request down now and then.
  private mutating func stray(at now: MonotonicInstant) {
    ceiling = clamp(ceiling * Self.strayDecrease)
    rate = rate.map { min($0, max(ceiling * Self.belowCeiling, lowest)) }
    next = now
  }

  private mutating func lower(_ estimate: Double, at now: MonotonicInstant) {
    guard let rate else {
      ceiling = clamp(estimate)
      isGuess = true
      return set(estimate * Self.firstDecrease, at: now)
    }
    isGuess = false
    let quiet = (loweredAt.map { $0.duration(to: now) } ?? .zero) / .seconds(1)
    // The same limit again, after a long time without a refusal: look for a higher one less often.
    let isSame = abs(rate - ceiling) <= ceiling / 5
    hold =
      isSame && quiet > hold ? min(hold * 2, Self.longestHold) : max(hold / 2, Self.shortestHold)
    // Requests were taken at about this rate for long; if that is too much, the next round tells.
    let least = quiet > hold ? rate : rate / 2
    ceiling = clamp(min(rate, max(estimate, least)))
    set(ceiling * Self.decrease, at: now)
  }

  private mutating func set(_ newRate: Double, at now: MonotonicInstant) {
    lowered = clamp(newRate)
    rate = lowered
    loweredAt = now
    next = now
  }

  // MARK: Growth

  private mutating func grow(for seconds: Double, at now: MonotonicInstant) {
    guard let rate, let loweredAt else { return }
    let target = max(lowered, ceiling * Self.belowCeiling)
    let quiet = loweredAt.duration(to: now) / .seconds(1)
    if rate < target {
      self.rate = min(target, rate + (target - lowered) * seconds / Self.recovery)
    } else if quiet > hold {
      let doublings = min(5, Int((quiet - hold) / (isGuess ? Self.doubling / 2 : Self.doubling)))
      self.rate = clamp(rate * (1 + Self.growth * Double(1 << doublings) * min(seconds, 1)))
    }
  }

  private func clamp(_ rate: Double) -> Double { min(max(rate, lowest), Self.highest) }
}
