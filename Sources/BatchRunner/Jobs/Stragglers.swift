/// A request that is still in flight when nearly all jobs have ended.
package struct Straggler: Sendable, Equatable {
  package let job: String
  /// As the request names it; `nil`: not known.
  package let model: String?
  /// The time since the request started.
  package let age: Duration

  package init(job: String, model: String?, age: Duration) {
    self.job = job
    self.model = model
    self.age = age
  }
}

/// Decides when the last requests take longer than the others let expect, and which of them a person
/// should know.
///
/// That is the case when at most a hundredth of the jobs is left (or one job) and a request has been
/// in flight for more than three times as long as 95 % of the answers took, and for more than ten
/// seconds.
package struct Stragglers: Sendable {
  /// Fewer answers say nothing about what is usual.
  private static let neededAnswers = 20
  private static let shortestPatience = Duration.seconds(10)
  /// So many are shown.
  private static let mostShown = 3
  /// So many kinds of length for each doubling.
  private static let steps = 4

  /// The number of answers by the time that they took, see ``kind(of:)``.
  private var counts: [Int] = []
  private var total = 0

  package init() {}

  /// An answer came after so many milliseconds.
  package mutating func answered(afterMilliseconds milliseconds: Int) {
    let kind = Self.kind(of: milliseconds)
    while counts.count <= kind { counts.append(0) }
    counts[kind] += 1
    total += 1
  }

  /// The oldest requests first, three at most; empty: there is nothing unusual. `left`: the jobs that
  /// have not ended, of `jobs` that this session was to do.
  package func among(_ inFlight: [Straggler], left: Int, of jobs: Int) -> [Straggler] {
    guard Self.isNearEnd(left: left, of: jobs), let patience else { return [] }
    let late = inFlight.filter { $0.age > patience }
    return Array(late.sorted { $0.age > $1.age }.prefix(Self.mostShown))
  }

  /// At most a hundredth of the jobs is left, or one job.
  package static func isNearEnd(left: Int, of jobs: Int) -> Bool {
    left > 0 && left <= max(1, jobs / 100)
  }

  /// What is longer is unusual; `nil`: there are too few answers to tell.
  private var patience: Duration? {
    guard total >= Self.neededAnswers else { return nil }
    var rest = total - total / 20
    for (kind, count) in counts.enumerated() {
      rest -= count
      if rest <= 0 {
        return max(Self.shortestPatience, .milliseconds(3 * Self.most(ofKind: kind)))
      }
    }
    return nil
  }

  /// Lengths of one kind differ by less than a quarter.
  private static func kind(of milliseconds: Int) -> Int {
    let length = min(max(milliseconds, steps), 1 << 40)
    let doublings = Int.bitWidth - 1 - length.leadingZeroBitCount
    return doublings * steps + (length >> (doublings - 2)) - steps
  }

  /// The longest of a kind, in milliseconds.
  private static func most(ofKind kind: Int) -> Int {
    let (doublings, step) = kind.quotientAndRemainder(dividingBy: steps)
    return (steps + step + 1) << max(0, doublings - 2)
  }
}
