import BatchRunner
import Testing

@Suite struct StragglersTests {
  /// 190 answers that took a while, and 10 that took for ever.
  private func stragglers(usual milliseconds: Int) -> Stragglers {
    var stragglers = Stragglers()
    for index in 0..<200 {
      stragglers.answered(afterMilliseconds: index % 20 == 0 ? .max : milliseconds)
    }
    return stragglers
  }

  private static func requests(_ seconds: Double...) -> [Straggler] {
    seconds.enumerated().map {
      Straggler(job: "job-\($0.offset)", model: "m", age: .seconds($0.element))
    }
  }

  @Test(arguments: [
    (1000, 10, true), (1000, 11, false), (99, 1, true), (99, 2, false), (99, 0, false),
  ])
  func `only the last hundredth of the jobs counts`(jobs: Int, left: Int, isNear: Bool) {
    let named = stragglers(usual: 1000).among(Self.requests(99), left: left, of: jobs)
    #expect(named.isEmpty != isNear)
  }

  /// A bucket is a quarter wide, so the usual time is known to a quarter.
  @Test(arguments: [
    (0, 9.9, 10.1), (100, 9.9, 10.1), (3000, 9.9, 10.1), (4000, 12, 15.1), (60_000, 180, 225.1),
    (3_600_000, 10_800, 13_500),
  ])
  func `a request is late after three times the usual, and after ten seconds at the earliest`(
    usual: Int, inTime: Double, late: Double
  ) {
    let stragglers = stragglers(usual: usual)
    #expect(stragglers.among(Self.requests(inTime), left: 1, of: 1000).isEmpty)
    #expect(stragglers.among(Self.requests(late), left: 1, of: 1000).count == 1)
  }

  @Test func `the oldest come first, three at most`() {
    let named = stragglers(usual: 1000).among(
      Self.requests(20, 5, 40, 30, 10.5), left: 5, of: 1000)
    #expect(named.map(\.job) == ["job-2", "job-3", "job-0"])
  }

  @Test func `few answers say nothing about what is usual`() {
    var stragglers = Stragglers()
    for _ in 0..<19 { stragglers.answered(afterMilliseconds: 1) }
    #expect(stragglers.among(Self.requests(999), left: 1, of: 1000).isEmpty)
    stragglers.answered(afterMilliseconds: -1)
    #expect(stragglers.among(Self.requests(999), left: 1, of: 1000).count == 1)
  }
}
