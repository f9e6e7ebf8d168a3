import Basics

/// The time in which a run did something, without the nights between its sessions.
///
/// Offsets are milliseconds of that time. A stretch of silence is cut out, and so is the step when
/// the clock is set back: what happened later always lies later.
struct Timeline: Sendable {
  /// A stretch without a cut.
  struct Segment: Sendable, Equatable {
    let offset: Int
    /// The wall clock there, in milliseconds since 1970.
    let at: Int
    /// What is cut out before it, in milliseconds.
    let gap: Int
  }

  /// Longer silence is cut out, in milliseconds: between sessions, and while one is on. A request
  /// may take ten minutes by default, and that is not silence.
  static let longestPause = 60_000
  static let longestSilence = 15 * 60_000
  /// Only what the clock was set back by more is a step.
  private static let wobble = 5000
  /// Cuts beyond these are made, and not remembered.
  private static let mostSegments = 200

  private(set) var segments: [Segment] = []
  /// Where the last thing that happened lies.
  private(set) var offset = 0
  private var wall = 0

  /// Where `time` lies, as the next thing in the journal.
  mutating func advance(to time: WallTime, beginsSession: Bool = false) -> Int {
    let now = time.milliseconds
    guard !segments.isEmpty else {
      segments.append(Segment(offset: 0, at: now, gap: 0))
      wall = now
      return 0
    }
    let pause = now - wall
    let longest = beginsSession ? Self.longestPause : Self.longestSilence
    guard pause > longest || pause < -Self.wobble else {
      offset += max(0, pause)
      wall = max(wall, now)
      return offset
    }
    // Slices of the usual widths do not reach over a cut.
    let grid = offset < 300_000 ? 10_000 : 60_000
    offset = (offset / grid + 1) * grid
    wall = now
    if segments.count < Self.mostSegments {
      segments.append(Segment(offset: offset, at: now, gap: max(0, pause)))
    }
    return offset
  }
}
