import Basics

/// How many requests may be in flight once the server has shown that it cannot take as many as the
/// plan allows.
///
/// The cap is halved when the server turns requests down because too many are in flight, or when a
/// queue of the server times out. It grows again with the answers: by one for each answer up to
/// half of what was too much, then by one for each full round of answers. Source of the rule:
/// additive increase and multiplicative decrease, Chiu and Jain, 1989.
struct InFlightCap: Sendable {
  /// The most requests in flight; `nil`: the plan's limit alone holds.
  private(set) var limit: Int?
  /// Up to this number the cap grows by one for each answer.
  private var threshold = 1
  /// Answers since the cap last changed.
  private var answers = 0
  /// The last permit that was granted before the cap was lowered. The ends of it and of earlier
  /// ones say nothing about the new cap.
  private var lastEarlier: Permit?

  /// Too many requests were in flight when this permit's request was turned down. Requests that
  /// were in flight together lower the cap once.
  ///
  /// `last`: the permit that was granted last.
  mutating func halve(inFlight: Int, turnedDown permit: Permit, last: Permit) {
    guard isLater(permit) else { return }
    threshold = max(1, inFlight / 2)
    limit = threshold
    answers = 0
    beforeRamp = nil
    lastEarlier = last
  }

  /// The cap before the last ramp; `nil` outside of a ramp.
  private var beforeRamp: Int??

  /// After a pause the requests start one by one and not all at once.
  mutating func beginRamp(from concurrency: Int, last: Permit) {
    if beforeRamp == nil { beforeRamp = .some(limit) }
    threshold = max(1, min(concurrency, (limit ?? concurrency) / 2))
    limit = 1
    answers = 0
    lastEarlier = last
  }

  /// The pause was none of this scope's.
  mutating func cancelRamp() {
    guard let before = beforeRamp else { return }
    (limit, threshold, answers, beforeRamp) = (before, before ?? 1, 0, nil)
  }

  /// A request was answered, and its permit is returned. `concurrency`: the plan's limit.
  mutating func answered(_ permit: Permit, concurrency: Int) {
    guard let limit, isLater(permit) else { return }
    answers += 1
    guard limit < threshold || answers >= limit else { return }
    answers = 0
    self.limit = limit + 1 < concurrency ? limit + 1 : nil
    if self.limit == nil { beforeRamp = nil }
  }

  private func isLater(_ permit: Permit) -> Bool {
    lastEarlier.map { permit.number > $0.number } ?? true
  }
}
