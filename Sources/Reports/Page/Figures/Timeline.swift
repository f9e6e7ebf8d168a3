import Basics

/// Maps wall-clock times to offsets on a time axis without the long pauses of a run.
///
/// Offsets are in milliseconds. Long times without activity are cut out, and so is the step when
/// the wall clock is set back. Offsets therefore never decrease.
struct Timeline: Sendable {
  /// A stretch of time without a cut.
  struct Segment: Sendable, Equatable {
    /// Where the stretch begins.
    let offset: Int
    /// The wall-clock time at `offset`, in milliseconds since 1970.
    let at: Int
    /// The length of the time that is cut out before it, in milliseconds.
    let gap: Int
  }

  /// A longer pause between two sessions is cut out; in milliseconds.
  static let longestPause = 60_000
  /// A longer time without a line within a session is cut out; in milliseconds. It is longer than
  /// the default time limit of a request, 10 minutes.
  static let longestSilence = 15 * 60_000
  /// A clock that goes back by less, in milliseconds, does not cause a cut.
  private static let tolerance = 5000
  /// Further cuts are made, but not shown.
  private static let mostSegments = 200

  private(set) var segments: [Segment] = []
  /// The offset of the last event.
  private(set) var offset = 0
  /// The wall-clock time of the last event, in milliseconds since 1970.
  private var wall = 0

  /// The offset of `time`, which is the next event in the journal.
  mutating func advance(to time: WallTime, beginsSession: Bool = false) -> Int {
    let now = time.milliseconds
    guard !segments.isEmpty else {
      segments.append(Segment(offset: 0, at: now, gap: 0))
      wall = now
      return 0
    }
    let pause = now - wall
    let longest = beginsSession ? Self.longestPause : Self.longestSilence
    guard pause > longest || pause < -Self.tolerance else {
      offset += max(0, pause)
      wall = max(wall, now)
      return offset
    }
    // Round up, so that no slice of the usual widths contains a cut.
    let grid = offset < 300_000 ? 10_000 : 60_000
    offset = (offset / grid + 1) * grid
    wall = now
    if segments.count < Self.mostSegments {
      segments.append(Segment(offset: offset, at: now, gap: max(0, pause)))
    }
    return offset
  }
}
