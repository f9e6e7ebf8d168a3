/// The time in which this program runs, without the gaps in which it stands still: it was stopped
/// (Ctrl-Z, SIGSTOP), its cgroup was frozen, or the machine slept.
///
/// No system tells a program that it stood still. But whoever looks at the clock at regular times
/// notices a look that comes much too late.
package struct RunningTime: Sendable {
  /// The longest time between two looks while it matters whether there was a gap.
  package static let interval = Duration.milliseconds(250)
  /// A look that comes later than it was due, by more than this, ends a gap. A busy machine delays a
  /// thread by less.
  private static let tolerance = Duration.seconds(1)
  /// For so long after a gap, a broken connection or a timeout is put down to the gap.
  private static let aftermath = Duration.seconds(5)

  /// When somebody looked last.
  private var lastLook: MonotonicInstant
  /// The last gap; `nil`: there was none.
  private var lastGap: Range<MonotonicInstant>?
  /// The length of all gaps together.
  package private(set) var stoodStill = Duration.zero

  package init(at now: MonotonicInstant) {
    lastLook = now
  }

  /// Looks at the clock. `due`: the longest time after the last look at which this one was to come.
  /// Returns the length of the gap that this look ends; `nil`: there was none.
  package mutating func look(at now: MonotonicInstant, due: Duration) -> Duration? {
    let delay = lastLook.duration(to: now) - due
    lastLook = max(lastLook, now)
    guard delay > Self.tolerance else { return nil }
    add(delay, at: now)
    return delay
  }

  /// Somebody else noticed that a gap of this length has just ended.
  package mutating func add(_ gap: Duration, at now: MonotonicInstant) {
    stoodStill += gap
    lastGap = now + (.zero - gap)..<now
  }

  /// The time of the last look, by the clock of ``running(at:)``.
  package var lastLookRunning: MonotonicInstant { running(at: lastLook) }

  /// The instant on a clock that stops in every gap. Two of these instants can be compared and
  /// subtracted, but not compared with those of the boot clock.
  package func running(at now: MonotonicInstant) -> MonotonicInstant {
    now + (.zero - stoodStill)
  }

  /// Something that happened then may be a consequence of the last gap.
  package func isNearGap(_ instant: MonotonicInstant) -> Bool {
    guard let lastGap else { return false }
    return lastGap.lowerBound <= instant && instant <= lastGap.upperBound + Self.aftermath
  }
}
