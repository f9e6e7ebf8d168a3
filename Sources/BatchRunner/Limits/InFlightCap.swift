import Basics

/// How many requests may be in flight once the server has shown that it cannot take as many as the
/// plan allows.
///
/// The cap is halved when the server turns requests down because too many are in flight, or when a
/// queue of the server times out. It grows again with the answers: by one for each answer up to
/// half of what was too much, then by one for each full round of answers. A server that turns that
/// one more down has shown its limit: then the cap goes back by an eighth only, and grows more
/// slowly. Source of the rule: additive increase and multiplicative decrease, Chiu and Jain, 1989.
struct InFlightCap: Sendable {
  /// The most requests in flight; `nil`: the plan's limit alone holds.
  private(set) var limit: Int?
  /// Up to this number the cap grows by one for each answer.
  private var threshold = 1
  /// Answers since the cap last changed.
  private var answers = 0
  /// Rounds of answers for each further request, beyond the threshold.
  private var roundsToGrow = 1
  /// The last permit that was granted before the cap was lowered. The ends of it and of earlier
  /// ones say nothing about the new cap.
  private var lastEarlier: Permit?

  /// Too many requests were in flight when this permit's request was turned down. Requests that
  /// were in flight together lower the cap once.
  ///
  /// `last`: the permit that was granted last. `isFree`: the refusal is certainly not charged, so
  /// the cap may stay close to the server's limit.
  mutating func halve(
    inFlight: Int, turnedDown permit: Permit, last: Permit, isFree: Bool = true
  ) {
    guard isLater(permit) else { return }
    // One more than the server takes was tried, so its limit is known: stay close to it, and try
    // again less often.
    let wasTried = isFree && limit.map { $0 > threshold } ?? false
    roundsToGrow = wasTried ? min(roundsToGrow * 2, Self.mostRounds) : 1
    threshold = max(1, wasTried ? inFlight - max(1, inFlight / 8) : inFlight / 2)
    limit = threshold
    answers = 0
    lastEarlier = last
  }

  private static let mostRounds = 16

  /// After a pause the requests start one by one and not all at once, unless this pause has just
  /// lowered the cap.
  mutating func beginRamp(from concurrency: Int, last: Permit) {
    if limit != nil, lastEarlier == last { return }
    threshold = max(1, min(concurrency, (limit ?? concurrency) / 2))
    limit = 1
    answers = 0
    lastEarlier = last
  }

  /// A request was answered, and its permit is returned. `concurrency`: the plan's limit.
  mutating func answered(_ permit: Permit, concurrency: Int) {
    guard let limit, isLater(permit) else { return }
    answers += 1
    guard limit < threshold || answers >= limit * roundsToGrow else { return }
    answers = 0
    self.limit = limit + 1 < concurrency ? limit + 1 : nil
  }

  private func isLater(_ permit: Permit) -> Bool {
    lastEarlier.map { permit.number > $0.number } ?? true
  }
}
