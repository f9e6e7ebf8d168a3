package import Basics
import BatchRunner

/// A simulated API as a value: takes requests, answers what becomes of them, and counts.
///
/// Time comes as an argument, twice: `now` for windows, `unixSeconds` for what headers tell and for
/// calendar windows.
package struct SandboxState: Sendable {
  package let scenario: Scenario
  private(set) package var stats = SandboxStats()

  var keys: KeyBook
  /// What outages count from.
  var startedAt: MonotonicInstant
  let faults: FaultTable
  let fixedText: FixedText?
  var rateLimit: RateLimit?
  private var arrivals: StartLog
  private var acceptances: StartLog
  /// `nil`: unlimited.
  private(set) var credits: Credits?
  var outline = JSONOutline()
  private var requestCount: UInt64 = 0

  package init(_ scenario: Scenario, startedAt: MonotonicInstant) {
    self.scenario = scenario
    self.startedAt = startedAt
    keys = KeyBook(scenario.keys, revoked: scenario.revokedKeys)
    faults = FaultTable(scenario.faults)
    fixedText = if case .fixed(let text) = scenario.text { FixedText(text) } else { nil }
    rateLimit = scenario.requestsPerWindow.map {
      RateLimit(limit: $0, kind: scenario.windowKind, window: scenario.window)
    }
    arrivals = StartLog(window: scenario.window)
    acceptances = StartLog(window: scenario.window)
    credits = scenario.credits.map { Credits($0) }
    stats.credits = scenario.credits
  }

  /// Decides about one request, whose body has come whole. Each answer is handed to
  /// ``finish(_:isDelivered:)`` once.
  package mutating func receive(
    _ request: SandboxRequest, at now: MonotonicInstant, unixSeconds: Double
  ) -> SandboxAnswer {
    let route = Route(request.path)
    var answer: SandboxAnswer
    if !route.isBackstage, let outage = outage(at: now) {
      if route == .chat { noteArrival(now) }
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
      answer = aside(route, request)
    }
    answer.isChat = route == .chat
    requestCount += 1
    answer.requestID = SplitMix64.mix(scenario.seed &+ requestCount &* 0x9E37_79B9_7F4A_7C15)
    return answer
  }

  /// `isDelivered: false`: the client had gone before the answer was written.
  package mutating func finish(_ answer: SandboxAnswer, isDelivered: Bool = true) {
    if answer.holdsPlace { stats.concurrency -= 1 }
    guard answer.isChat else { return }
    if !isDelivered {
      stats.abandoned += 1
    } else if answer.ending == .whole {
      stats.answered += 1
      stats.answeredByStatus[answer.status, default: 0] += 1
    }
  }

  /// `nil`: unlimited.
  package mutating func setCredits(_ amount: Double?) {
    credits = amount.map { Credits($0) }
    stats.credits = amount
  }

  private func outage(at now: MonotonicInstant) -> Scenario.Outage.Kind? {
    guard !scenario.outages.isEmpty else { return nil }
    let age = startedAt.duration(to: now)
    return scenario.outages.first { $0.from <= age && age < $0.to }?.kind
  }
}

// MARK: - Counting

extension SandboxState {
  mutating func noteArrival(_ now: MonotonicInstant) {
    stats.received += 1
    arrivals.forget(before: now)
    arrivals.note(now)
    stats.largestWindow = max(stats.largestWindow, arrivals.count)
  }

  mutating func noteStart(_ now: MonotonicInstant) {
    rateLimit?.note(now)
    acceptances.forget(before: now)
    acceptances.note(now)
    stats.largestAcceptedWindow = max(stats.largestAcceptedWindow, acceptances.count)
  }

  mutating func holdPlace() {
    stats.concurrency += 1
    stats.largestConcurrency = max(stats.largestConcurrency, stats.concurrency)
  }

  /// Takes the price off the balance.
  mutating func charge(_ price: Credits) {
    stats.charged += 1
    guard let credits else { return }
    self.credits = credits - price
    stats.credits = self.credits?.amount
  }

  mutating func note(_ write: (inout SandboxStats) -> Void) {
    write(&stats)
  }
}
