package import Basics

/// Whether the service is gone, and when to ask whether it is back.
///
/// Nobody reached is an outage at once, since no job can cause that. A server error, or a
/// connection that broke after the request had left, may be a job's own doing: it takes three
/// different jobs in a row.
package struct Outage: Sendable {
  /// The last jobs in a row without an answer, each once; at most three.
  private var unanswered: [JobPlace] = []
  /// `nil`: no outage.
  package private(set) var since: MonotonicInstant?
  package private(set) var reason = ""
  private var failedProbes = 0
  private var nextProbe: MonotonicInstant?
  private var isProbing = false

  package init() {}

  /// When the next probe may start; `nil` while one is under way.
  package var probeAt: MonotonicInstant? { isProbing ? nil : nextProbe }

  package mutating func probeStarted() {
    isProbing = true
  }

  /// A probe ended without telling anything.
  package mutating func probeEnded() {
    isProbing = false
  }

  /// An attempt found nobody, or a server that does not work. `earliest`: what the server asked for.
  package mutating func fault(
    _ failure: Failure, _ trouble: Diagnosis.Trouble, of job: JobPlace, wasProbe: Bool,
    earliest: MonotonicInstant?, at now: MonotonicInstant, backoff: Backoff,
    using generator: inout some RandomNumberGenerator
  ) {
    reason = failure.outageReason
    if wasProbe { isProbing = false }
    if since != nil {
      guard wasProbe else { return }
      failedProbes += 1
    } else {
      if !unanswered.contains(job) { unanswered.append(job) }
      guard trouble == .unreachable || unanswered.count >= 3 else { return }
      since = now
      failedProbes = 0
    }
    let wait = backoff.wait(afterFailures: failedProbes + 1, using: &generator)
    nextProbe = max(now + wait, earliest ?? now)
  }

  /// Somebody answered; answers how long the outage was, if there was one.
  package mutating func alive(at now: MonotonicInstant) -> Duration? {
    let length = since.map { $0.duration(to: now) }
    self = Outage()
    return length
  }
}
