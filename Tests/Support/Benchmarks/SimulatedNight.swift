import Basics
import BatchRunner

/// One run under the starter plan in simulated time, every job answered after 0.05 to 1.5 s.
struct SimulatedNight {
  private var simulated: SimulatedRun

  init(jobs: Int, seed: UInt64) {
    typealias Run = SimulatedRun
    let world = Run.World(jobs: jobs) { _, _, _, generator in
      var treatment = Run.Treatment()
      treatment.latency = .nanoseconds(
        Int64.random(in: 50_000_000...1_500_000_000, using: &generator))
      return treatment
    }
    let start = MonotonicInstant(nanoseconds: 0)
    simulated = Run(
      RunState.Settings(rules: RunRules(plan: .starter)), LimiterState(.starter, at: start),
      in: world, at: start, using: SplitMix64(seed: seed))
  }

  /// Answers how long it took.
  mutating func run() -> Duration {
    simulated.run()
    return MonotonicInstant(nanoseconds: 0).duration(to: simulated.now)
  }
}
