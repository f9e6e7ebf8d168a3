package import Basics

/// Decides whether the service is down, and when to test whether it is back.
///
/// A server that cannot be reached at all is an outage at once, because no job can cause that. A
/// server error, or a connection that broke after the request had left, may be caused by the job:
/// only three different jobs in a row make it an outage. During an outage one probe at a time is
/// sent, with exponential backoff. Any HTTP answer below status 500 ends the outage.
package struct Outage: Sendable {
  /// The last jobs in a row without an answer, each listed once; at most three.
  private var unanswered: [JobPlace] = []
  /// When the outage began; `nil`: there is none.
  package private(set) var since: MonotonicInstant?
  /// A status, or the transport's words; empty if nothing failed yet.
  package private(set) var reason = ""
  private var failedProbes = 0
  private var nextProbe: MonotonicInstant?
  /// The probe in flight. A probe of an earlier outage may still be in flight too; it is none of this
  /// one's.
  private(set) var probe: AttemptID?

  package init() {}

  /// When the next probe may start; `nil` while one is in flight.
  package var probeAt: MonotonicInstant? { probe == nil ? nextProbe : nil }

  package mutating func probeStarted(_ attempt: AttemptID) {
    probe = attempt
  }

  /// An attempt ended without telling whether the service is back.
  package mutating func probeEnded(_ attempt: AttemptID) {
    if probe == attempt { probe = nil }
  }

  /// An attempt failed because of the service. Starts an outage, or puts off its next probe.
  ///
  /// `wasProbe`: it was the one that this outage, or an empty balance, waited for. `earliest`: the end
  /// of the wait that the server asked for; `nil`: it asked for none.
  package mutating func fault(
    _ failure: Failure, _ trouble: Diagnosis.Trouble, of job: JobPlace, wasProbe: Bool,
    earliest: MonotonicInstant?, at now: MonotonicInstant, backoff: Backoff,
    using generator: inout some RandomNumberGenerator
  ) {
    reason = failure.outageReason
    if wasProbe { probe = nil }
    if since != nil {
      // Requests that were in flight when the outage began say nothing new.
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

  /// The server answered. Returns how long the outage lasted; `nil`: there was none.
  package mutating func end(at now: MonotonicInstant) -> Duration? {
    let length = since.map { $0.duration(to: now) }
    self = Outage()
    return length
  }
}
