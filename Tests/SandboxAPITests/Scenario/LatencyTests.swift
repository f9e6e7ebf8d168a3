import SandboxAPI
import Testing

@Suite(.timeLimit(.minutes(1))) struct LatencyTests {
  /// Shortest first.
  private func delays(_ latency: Latency) -> [Duration] {
    var scenario = Scenario.instant
    scenario.latency = latency
    var state = SandboxState(scenario)
    return (0..<2001).map { _ in state.chat().delay }.sorted()
  }

  @Test func `a fixed latency is always the same`() {
    #expect(Set(delays(.fixed(0.25))) == [.seconds(0.25)])
  }

  @Test func `a uniform latency keeps to its range`() {
    let delays = delays(.uniform(1...3))
    #expect(delays[0] >= .seconds(1))
    #expect(delays[2000] <= .seconds(3))
    #expect((1.9...2.1).contains(delays[1000] / .seconds(1)))
  }

  @Test func `half of a log-normal latency is longer than its median`() {
    let delays = delays(.logNormal(median: 0.8, sigma: 0.5))
    #expect((0.75...0.85).contains(delays[1000] / .seconds(1)))
    #expect(delays[1999] > .seconds(2))
  }
}
