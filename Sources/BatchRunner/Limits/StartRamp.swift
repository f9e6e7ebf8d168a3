import Basics

/// At the start of a run whose server may have an unknown limit, requests start as a ramp.
///
/// The number of starts doubles every 150 ms, or faster where answers come: each answer allows two
/// more starts, which doubles them every round trip. A server without a limit loses less than half a
/// second by it at 60 requests at once, and a server with a limit turns fewer requests down.
struct StartRamp: Sendable {
  /// Starts that are allowed at once: few enough for any server that takes several a second.
  static let first = 16
  /// The starts grow by this factor…
  private static let factor = 1.189_207_115  // the fourth root of 2
  /// … each time that this has passed.
  private static let step = Duration.nanoseconds(37_500_000)

  /// With so many starts the ramp is over.
  private let top: Int
  private var starts = 0
  private var answers = 0
  private var begun: MonotonicInstant?

  /// `top`: the most requests in flight.
  init(to top: Int) {
    self.top = top
  }

  private var isOver: Bool { starts >= top }

  /// When the next request may start; `now` or earlier: at once.
  func earliestStart(at now: MonotonicInstant) -> MonotonicInstant {
    guard let begun, !isOver else { return now }
    let wanted = Double(starts + 1 - 2 * min(answers, top))
    var allowed = Double(Self.first)
    var earliest = begun
    while allowed < wanted {
      allowed *= Self.factor
      earliest = earliest + Self.step
    }
    return earliest
  }

  mutating func started(at now: MonotonicInstant) {
    guard !isOver else { return }
    begun = begun ?? now
    starts += 1
  }

  mutating func answered() {
    if !isOver { answers += 1 }
  }
}
