import Basics
import BatchRunner
import SandboxAPI
import Testing

@Suite(.timeLimit(.minutes(5))) struct SandboxTransportTests {
  private let gate = Gate()
  private let keys = KeyRing(APIKey("sk-test"))
  private let clock = SandboxClock()

  private func transport(
    _ scenario: Scenario = Scenario(), sendDelay: Duration = .zero
  ) -> SandboxTransport {
    SandboxTransport(scenario, keys: keys, gate: gate, clock: clock, sendDelay: sendDelay)
  }

  private func request(_ number: UInt64, isProbe: Bool = false) -> Request {
    Request(
      attempt: AttemptID(number), body: Array(Chat.body("\(number)").utf8), isProbe: isProbe)
  }

  /// Closes the transport and returns all its events.
  private func allNews(of transport: SandboxTransport) async -> [TransportNews] {
    transport.close()
    var all: [TransportNews] = []
    for await news in transport.news { all += news }
    return all
  }

  @Test func `an answer comes when the clock reaches the time at which it is due`() async throws {
    var scenario = Scenario()
    scenario.latency = .fixed(.seconds(2))
    let transport = transport(scenario)
    let start = clock.now
    transport.send([request(1), request(2)])
    clock.advance(by: .seconds(1.9))
    #expect(transport.stats.concurrency == 2)
    clock.advance(by: .seconds(1))
    let news = await allNews(of: transport)
    #expect(news.departures == [AttemptID(1), AttemptID(2)])
    #expect(news.replies.map(\.attempt) == [AttemptID(1), AttemptID(2)])
    #expect(news.replies.allSatisfy { $0.leftAt == start })
    #expect(news.replies.allSatisfy { $0.endedAt == start.advanced(by: .seconds(2)) })
    #expect(try news.replies.map { try $0.result.get().status } == [200, 200])
  }

  @Test func `the gate is checked when a request leaves, not when it is sent`() async {
    let transport = transport(sendDelay: .seconds(1))
    transport.send([request(1), request(2, isProbe: true)])
    clock.advance(by: .milliseconds(500))
    gate.hold()
    while clock.advanceToNextAction() {}
    let news = await allNews(of: transport)
    #expect(news.departures == [AttemptID(2)])
    #expect(news.replies.map(\.attempt) == [AttemptID(1), AttemptID(2)])
    #expect(news.replies[0].errorKind == .held)
    #expect(news.replies[0].leftAt == nil)
    #expect(transport.stats.received == 1)
  }

  @Test(arguments: [(0.0, 402, true), (nil, 200, false)])
  func `a 4xx closes the gate until the test opens it`(
    credits: Double?, status: Int, holds: Bool
  ) async throws {
    var scenario = Scenario()
    scenario.credits = credits
    let transport = transport(scenario)
    transport.send([request(1)])
    while clock.advanceToNextAction() {}
    #expect(gate.isOpen == !holds)
    let reply = try #require(await allNews(of: transport).replies.first)
    #expect(try reply.result.get().status == status)
    #expect(reply.holdsGate == holds)
    if holds { gate.release() }
    #expect(gate.isOpen)
  }

  @Test(arguments: [
    (Fault.droppedBeforeAnswer, TransportError.Kind.connectionFailed, nil),
    (.droppedMidAnswer, .malformed, 200),
  ])
  func `a dropped connection is an error`(
    fault: Fault, kind: TransportError.Kind, status: Int?
  ) async throws {
    var scenario = Scenario()
    scenario.faults = [fault: 1]
    let transport = transport(scenario)
    transport.send([request(1)])
    while clock.advanceToNextAction() {}
    let reply = try #require(await allNews(of: transport).replies.first)
    #expect(reply.errorKind == kind)
    #expect(reply.leftAt != nil)
    guard case .failure(let error) = reply.result else { return }
    #expect(error.status == status)
    #expect(error.received.isEmpty == (status == nil))
  }

  @Test func `nothing leaves for a server that refuses connections`() async {
    var scenario = Scenario()
    scenario.outages = [Scenario.Outage(from: .zero, to: .seconds(60), kind: .refused)]
    let transport = transport(scenario)
    transport.send([request(1)])
    let news = await allNews(of: transport)
    #expect(news.departures == [])
    #expect(news.replies.map(\.errorKind) == [.connectionFailed])
    #expect(news.replies.map(\.leftAt) == [nil])
  }

  @Test func `requests in flight can be cancelled, and each ends once`() async {
    var scenario = Scenario()
    scenario.latency = .fixed(.seconds(2))
    let transport = transport(scenario)
    transport.send([request(1), request(2)])
    transport.cancelAll()
    #expect(!clock.advanceToNextAction())
    let news = await allNews(of: transport)
    #expect(news.replies.map(\.errorKind) == [.cancelled, .cancelled])
    #expect(transport.stats.abandoned == 2)
    #expect(transport.stats.concurrency == 0)
  }

  @Test func `a reply names the generation of the key that was sent`() async throws {
    var scenario = Scenario()
    scenario.keys = .only(["sk-new"])
    let transport = transport(scenario)
    transport.send([request(1)])
    while clock.advanceToNextAction() {}
    #expect(keys.replace(with: try #require(APIKey("sk-new"))))
    gate.release()
    transport.send([request(2)])
    while clock.advanceToNextAction() {}
    let replies = await allNews(of: transport).replies
    #expect(replies.map(\.keyGeneration) == [0, 1])
    #expect(try replies.map { try $0.result.get().status } == [401, 200])
  }

  @Test func `a GET outside the jobs passes a closed gate`() async throws {
    var scenario = Scenario()
    scenario.credits = 7.23
    let transport = transport(scenario)
    gate.hold()
    let models = try await transport.get("/models", from: .baseURL).get()
    #expect(models.text.contains(#""id":"sandbox-small""#))
    let balance = try await transport.get("/api/me/balance", from: .origin).get()
    #expect(balance.text == #"{"credits":7.23}"#)
  }
}

extension [TransportNews] {
  fileprivate var departures: [AttemptID] {
    compactMap { if case .left(let attempt, _) = $0 { attempt } else { nil } }
  }

  fileprivate var replies: [Reply] {
    compactMap { if case .ended(let reply) = $0 { reply } else { nil } }
  }
}

extension Reply {
  fileprivate var errorKind: TransportError.Kind? {
    if case .failure(let error) = result { error.kind } else { nil }
  }
}
