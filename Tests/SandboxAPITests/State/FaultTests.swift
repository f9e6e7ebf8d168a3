import BatchRunner
import SandboxAPI
import Testing

@Suite(.timeLimit(.minutes(5))) struct FaultTests {
  @Test(arguments: Fault.allCases, Medium.allCases)
  func `each fault does what its name says`(fault: Fault, medium: Medium) throws {
    var scenario = Scenario()
    scenario.faults = [fault: 1]
    scenario.credits = 100
    let sandbox = try TestedSandbox(scenario, in: medium)
    let response = try sandbox.post()
    switch fault {
    case .rateLimited:
      #expect(response?.status == 429)
      #expect(response?.headers.retryAfter.flatMap { Int($0) }.map { (1...5).contains($0) } == true)
    case .rateLimitedWithoutRetryAfter:
      #expect(response?.status == 429)
      #expect(response?.headers.retryAfter == nil)
    case .serverError: #expect(response?.status == 500)
    case .unavailable: #expect(response?.status == 503)
    case .htmlBadGateway:
      #expect(response?.status == 502)
      #expect(response?.isJSON == false)
    case .droppedBeforeAnswer, .droppedMidAnswer: #expect(response == nil)
    case .truncatedJSON:
      #expect(response?.status == 200)
      #expect(response?.isJSON == false)
      #expect(response?.body.isEmpty == false)
    case .emptyBody:
      #expect(response?.status == 200)
      #expect(response?.body == [])
    case .errorInOK:
      #expect(response?.status == 200)
      #expect(response?.text.hasPrefix(#"{"error""#) == true)
    case .withoutChoices:
      #expect(response?.status == 200)
      #expect(response?.isJSON == true)
      #expect(response?.text.contains("choices") == false)
    case .givenUp:
      #expect(response?.status == 200)
      #expect(response?.text.contains(#""finish_reason":"error""#) == true)
    }
    #expect(sandbox.stats.faults == 1)
    #expect(sandbox.stats.charged == (fault.isCharged ? 1 : 0))
    #expect(sandbox.stats.credits == (fault.isCharged ? 99 : 100))
    #expect(sandbox.stats.concurrency == 0)
    #expect(try sandbox.post()?.status == response?.status)
  }

  @Test func `faults happen as often as the scenario says`() {
    var scenario = Scenario()
    scenario.faults = [.serverError: 0.2, .rateLimited: 0.1]
    var server = Server(scenario)
    for number in 0..<2000 { _ = server.answer(at: 0, Chat.body("\(number)")) }
    let statuses = server.state.stats.answeredByStatus
    #expect((340...460).contains(statuses[500] ?? 0))
    #expect((150...250).contains(statuses[429] ?? 0))
  }

  @Test func `the same seed gives the same results in any order of arrival`() {
    var scenario = Scenario()
    scenario.faults = Fault.evenly(0.5)
    scenario.latency = Scenario.Latency(
      base: .logNormal(median: 2, sigma: 0.5), perOutputToken: .milliseconds(20))
    let bodies = (0..<200).map { Chat.body("\($0)") }
    func outcomes(_ scenario: Scenario, _ order: [String]) -> [String: [Outcome]] {
      var server = Server(scenario)
      var outcomes: [String: [Outcome]] = [:]
      for body in order + order {
        outcomes[body, default: []].append(Outcome(server.answer(at: 0, body)))
      }
      return outcomes
    }
    let reference = outcomes(scenario, bodies)
    #expect(outcomes(scenario, bodies.reversed()) == reference)
    #expect(reference.values.contains { $0[0] != $0[1] })
    scenario.seed = 2
    #expect(outcomes(scenario, bodies) != reference)
  }

  @Test func `latency grows with the length of the answer`() {
    var scenario = Scenario()
    scenario.outputTokens = .fixed(50)
    scenario.latency = Scenario.Latency(base: .fixed(1), perOutputToken: .milliseconds(10))
    var server = Server(scenario)
    #expect(server.answer(at: 0).delay == .milliseconds(1500))
    let short = server.answer(at: 0, Chat.body("x", #","max_tokens":10"#))
    #expect(short.delay == .milliseconds(1100))
  }
}

/// The parts of an answer that the seed decides.
private struct Outcome: Equatable {
  let status: Int
  let body: [UInt8]
  let delay: Duration
  let ending: SandboxAnswer.Ending

  init(_ answer: SandboxAnswer) {
    (status, body, delay, ending) = (answer.status, answer.body, answer.delay, answer.ending)
  }
}
