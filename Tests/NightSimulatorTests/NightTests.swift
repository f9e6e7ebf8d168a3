import Dispatch
import NightSimulator
import Testing

@Suite(.timeLimit(.minutes(5))) struct NightTests {
  /// A thousand here; `nightshift-bench nights --count 1000000` plays as many as asked for.
  @Test func `in nights full of faults no promise is broken`() async {
    let figures = await aside {
      var figures = NightFigures()
      // Some are of a base that nobody has chosen.
      let base = UInt64.random(in: 0..<1 << 40)
      print("nights: 960 from seed 1000000, 40 from seed \(base)")
      let seeds = Array(UInt64(1_000_000)..<1_000_960) + Array(base..<base + 40)
      for seed in seeds { figures.add(Night.play(seed: seed)) }
      return figures
    }
    for line in figures.lines { print("nights: \(line)") }
    for (seed, violation) in figures.failures {
      Issue.record(
        """
        \(violation.promise.rawValue): \(violation.text)
        nightshift-bench nights --seed \(seed) --trace
        """)
    }
    // A checker that never looks finds nothing.
    for promise in Promise.allCases {
      #expect(figures.checks[promise, default: 0] > 100, "\(promise)")
    }
    for fault in NightFault.allCases { #expect(figures.faults[fault, default: 0] > 0, "\(fault)") }
  }

  @Test func `a night is the same each time`() async {
    for seed in UInt64(1)...20 {
      let first = await aside { Night.play(seed: seed, traces: true) }
      let second = await aside { Night.play(seed: seed, traces: true) }
      #expect(first.trace == second.trace && !first.trace.isEmpty)
    }
  }

  /// On a thread of its own: nights never suspend, and other tests wait for the few there are.
  private func aside<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
    await withCheckedContinuation { continuation in
      DispatchQueue.global(qos: .utility).async { continuation.resume(returning: work()) }
    }
  }
}
