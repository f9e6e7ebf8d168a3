import NightSimulator
import Testing

@Suite struct NightTests {
  /// One in four is played here; `nightshift-bench nights --count 1000000` plays as many as asked for.
  @Test(arguments: [1, 2])
  func `in nights full of faults no promise is broken`(half: Int) {
    let nights = 900
    var figures = NightFigures()
    for seed in 0..<nights { figures.add(Night.play(seed: UInt64(half * 1_000_000 + seed))) }
    for line in figures.lines { print("nights \(half): \(line)") }
    for (seed, violation) in figures.failures {
      Issue.record(
        """
        \(violation.promise.rawValue): \(violation.text)
        nightshift-bench nights --seed \(seed) --trace
        """)
    }
    // A checker that never looks finds nothing.
    for promise in Promise.allCases { #expect(figures.checks[promise, default: 0] > 100) }
    for fault in NightFault.allCases { #expect(figures.faults[fault, default: 0] > 0, "\(fault)") }
  }

  @Test func `a night is the same each time`() {
    for seed in UInt64(1)...20 {
      let first = Night.play(seed: seed, traces: true)
      let second = Night.play(seed: seed, traces: true)
      #expect(first.trace == second.trace && !first.trace.isEmpty)
    }
  }
}
