import Basics
import BatchRunner
import SandboxAPI
import Testing

@Suite(.timeLimit(.minutes(5))) struct LimitTests {
  @Test(arguments: Medium.allCases)
  func `a limit of ten refuses the eleventh request`(medium: Medium) throws {
    var scenario = Scenario()
    scenario.requestsPerWindow = 10
    let sandbox = try TestedSandbox(scenario, in: medium)
    for number in 1...10 {
      let response = try #require(try sandbox.post())
      #expect(response.status == 200)
      #expect(response.headers.rateLimit == "10")
      #expect(response.headers.rateRemaining == "\(10 - number)")
    }
    let refusal = try #require(try sandbox.post())
    #expect(refusal.status == 429)
    #expect(refusal.headers.rateRemaining == "0")
    #expect(Int(refusal.headers.retryAfter ?? "").map { (55...60).contains($0) } == true)
    #expect(refusal.text.contains(#""code":"rate_limit_exceeded""#))
    #expect(sandbox.stats.received == 11)
    #expect(sandbox.stats.accepted == 10)
    #expect(sandbox.stats.overRate == 1)
    #expect(sandbox.stats.largestWindow == 11)
    #expect(sandbox.stats.largestAcceptedWindow == 10)
    #expect(sandbox.stats.answeredByStatus == [200: 10, 429: 1])
  }

  @Test func `a rolling window does not count refused requests`() {
    var scenario = Scenario()
    scenario.requestsPerWindow = 2
    var server = Server(scenario)
    #expect([0, 10, 20, 59.999].map { server.status(at: $0) } == [200, 200, 429, 429])
    #expect([60, 69.999, 70].map { server.status(at: $0) } == [200, 429, 200])
    #expect(server.state.stats.largestAcceptedWindow == 2)
  }

  @Test func `a rolling window resets when its oldest start leaves it`() {
    var scenario = Scenario()
    scenario.requestsPerWindow = 1
    var server = Server(scenario)
    _ = server.status(at: 0)
    let refusal = server.answer(at: 12.5)
    #expect(refusal.retryAfterSeconds == 48)
    #expect(refusal.rate?.reset == 1_800_000_060)
  }

  @Test func `a calendar window starts again at each full minute`() {
    var scenario = Scenario()
    scenario.requestsPerWindow = 2
    scenario.windowKind = .calendar
    var server = Server(scenario)
    let statuses = [58, 59, 59.5, 60, 61, 62].map { server.status(at: $0) }
    #expect(statuses == [200, 200, 429, 200, 200, 429])
    let refusal = server.answer(at: 62)
    #expect(refusal.retryAfterSeconds == 58)
    #expect(refusal.rate?.reset == 1_800_000_120)
    #expect(server.state.stats.largestAcceptedWindow == 4)
  }

  @Test func `the concurrency limit refuses requests beyond it`() {
    var scenario = Scenario()
    scenario.concurrency = 2
    var server = Server(scenario)
    let first = server.answer(at: 0, finishes: false)
    _ = server.answer(at: 0, finishes: false)
    let refusal = server.answer(at: 0, finishes: false)
    #expect(refusal.status == 429)
    #expect(refusal.retryAfterSeconds == 1)
    server.state.finish(refusal)
    #expect(server.state.stats.concurrency == 2)
    server.state.finish(first)
    #expect(server.status(at: 0) == 200)
    #expect(server.state.stats.largestConcurrency == 2)
    #expect(server.state.stats.overConcurrency == 1)
  }

  @Test func `without a limit no rate headers are sent`() {
    var server = Server(Scenario())
    #expect(server.answer(at: 0).rate == nil)
    var silent = Scenario()
    silent.requestsPerWindow = 5
    silent.sendsRateLimitHeaders = false
    var other = Server(silent)
    #expect(other.answer(at: 0).rate == nil)
  }

  @Test func `an outage begins and ends at its times`() {
    var scenario = Scenario()
    scenario.outages = [
      Scenario.Outage(from: .seconds(10), to: .seconds(20), kind: .unavailable),
      Scenario.Outage(from: .seconds(20), to: .seconds(30), kind: .refused),
    ]
    var server = Server(scenario)
    #expect([9, 10, 19.9].map { server.status(at: $0) } == [200, 503, 503])
    #expect(server.answer(at: 20).ending == .refused)
    #expect(server.status(at: 30) == 200)
    #expect(server.state.stats.faults == 3)
  }
}

/// A ``SandboxState`` that a test asks at chosen times, in seconds after its start.
struct Server {
  var state: SandboxState
  private let start = MonotonicInstant(nanoseconds: 77_000_000_000)

  init(_ scenario: Scenario) {
    state = SandboxState(scenario, startedAt: start)
  }

  /// `finishes: false`: the request stays concurrent until the test finishes the answer.
  mutating func answer(
    at seconds: Double, _ body: String = Chat.body(), finishes: Bool = true
  ) -> SandboxAnswer {
    let answer = state.receive(
      .post, "/v1/chat/completions", key: APIKey("sk-test"), body: Array(body.utf8),
      at: start.advanced(by: .nanoseconds(Int64(seconds * 1e9))),
      unixSeconds: 1_800_000_000 + seconds)
    if finishes { state.finish(answer) }
    return answer
  }

  mutating func status(at seconds: Double) -> Int {
    answer(at: seconds).status
  }
}
