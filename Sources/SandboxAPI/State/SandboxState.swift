package import Basics
import BatchRunner

/// A simulated API as a value: it receives requests, decides about the answers, and counts.
///
/// Time is an argument: `now` for rolling windows and outages, `unixSeconds` for headers and for
/// calendar windows.
package struct SandboxState: Sendable {
  package let scenario: Scenario
  private(set) package var stats = SandboxStats()

  var keys: KeyRegistry
  /// The time from which outages are measured.
  var startedAt: MonotonicInstant
  let faults: FaultTable
  /// The texts of which every answer is one; empty: each answer has its own.
  let fixedTexts: [FixedText]
  var rateLimit: RateLimit?
  /// All chat requests in the last window.
  private var arrivals: StartLog
  /// The chat requests in the last window that the limits allowed.
  private var acceptances: StartLog
  /// The balance; `nil`: unlimited.
  private(set) var credits: Credits?
  /// Reused for each request, to avoid allocations.
  var outline = JSONOutline()
  /// Requests on all routes; each one's id is made from it.
  private var requestCount: UInt64 = 0

  package init(_ scenario: Scenario, startedAt: MonotonicInstant) {
    self.scenario = scenario
    self.startedAt = startedAt
    keys = KeyRegistry(scenario.keys, revoked: scenario.revokedKeys)
    faults = FaultTable(scenario.faults)
    fixedTexts =
      switch scenario.text {
      case .echo: []
      case .fixed(let text): [FixedText(text)]
      case .oneOf(let texts): texts.map { FixedText($0) }
      }
    rateLimit = scenario.requestsPerWindow.map {
      RateLimit(limit: $0, kind: scenario.windowKind, window: scenario.window)
    }
    arrivals = StartLog(window: scenario.window)
    acceptances = StartLog(window: scenario.window)
    credits = scenario.credits.map { Credits($0) }
    stats.credits = scenario.credits
  }

  /// Decides about one request whose body has arrived whole. The caller must pass each answer to
  /// ``finish(_:isDelivered:)`` once.
  package mutating func receive(
    _ request: SandboxRequest, at now: MonotonicInstant, unixSeconds: Double
  ) -> SandboxAnswer {
    let route = Route(request.path)
    var answer: SandboxAnswer
    if !route.isControl, let outage = outage(at: now) {
      if route == .chat { recordArrival(now) }
      stats.faults += route == .chat ? 1 : 0
      answer = SandboxAnswer(status: 503, .unavailable)
      if outage == .refused { answer.ending = .refused }
    } else if route == .unknown {
      answer = SandboxAnswer(status: 404, .unknownPath)
    } else if request.method != route.method {
      answer = SandboxAnswer(status: 405, .wrongMethod)
    } else if route == .chat {
      answer = chat(request, at: now, unixSeconds: unixSeconds)
    } else {
      answer = answerOther(route, request)
    }
    answer.isChat = route == .chat
    requestCount += 1
    answer.requestID = SplitMix64.mix(scenario.seed &+ requestCount &* 0x9E37_79B9_7F4A_7C15)
    return answer
  }

  /// The answer was sent, or the connection broke as the answer says. `isDelivered: false`: the
  /// client closed the connection before the answer was written.
  package mutating func finish(_ answer: SandboxAnswer, isDelivered: Bool = true) {
    if answer.countsAsConcurrent { stats.concurrency -= 1 }
    guard answer.isChat else { return }
    if !isDelivered {
      stats.abandoned += 1
    } else if answer.ending == .whole {
      stats.answered += 1
      stats.answeredByStatus[answer.status, default: 0] += 1
    }
  }

  /// Sets the balance; `nil`: unlimited.
  package mutating func setCredits(_ amount: Double?) {
    credits = amount.map { Credits($0) }
    stats.credits = amount
  }

  /// The outage at this time; `nil`: none.
  private func outage(at now: MonotonicInstant) -> Scenario.Outage.Kind? {
    guard !scenario.outages.isEmpty else { return nil }
    let age = startedAt.duration(to: now)
    return scenario.outages.first { $0.from <= age && age < $0.to }?.kind
  }
}

// MARK: - Counting

extension SandboxState {
  /// Counts a chat request, whatever its answer will be.
  mutating func recordArrival(_ now: MonotonicInstant) {
    stats.received += 1
    arrivals.removeExpired(at: now)
    arrivals.record(now)
    stats.largestWindow = max(stats.largestWindow, arrivals.count)
  }

  /// Counts a chat request that the limits allow.
  mutating func recordStart(_ now: MonotonicInstant) {
    rateLimit?.record(now)
    acceptances.removeExpired(at: now)
    acceptances.record(now)
    stats.largestAcceptedWindow = max(stats.largestAcceptedWindow, acceptances.count)
  }

  /// ``finish(_:isDelivered:)`` undoes this.
  mutating func countConcurrentRequest() {
    stats.concurrency += 1
    stats.largestConcurrency = max(stats.largestConcurrency, stats.concurrency)
  }

  /// Subtracts the price from the balance.
  mutating func charge(_ price: Credits) {
    stats.charged += 1
    guard let credits else { return }
    self.credits = credits - price
    stats.credits = self.credits?.amount
  }

  /// Changes the counters, which other files cannot set directly.
  mutating func updateStats(_ write: (inout SandboxStats) -> Void) {
    write(&stats)
  }
}
