import NightSimulator
import Testing

/// Whole runs in simulated time; `nightshift-bench pace` prints their figures.
@Suite(.timeLimit(.minutes(5))) struct PaceTests {
  /// Servers that limit the starts. Those that limit the requests in flight are slower.
  private static func byStarts(_ base: Double) -> [PaceTrial] {
    PaceTrial.unknown(base: base).filter { !$0.name.contains("in flight") }
  }

  /// A server that asks for up to 5 s at each refusal takes that much of a run of 20 s.
  @Test(arguments: [0, 17.3, 59.99, Double.random(in: 0..<60)])
  func `an unknown limit costs at most half of the best time`(base: Double) {
    for trial in Self.byStarts(base) {
      let figures = trial.play(seed: UInt64(base * 1000))
      #expect(figures.done == trial.jobs && figures.failed == 0, "\(trial.name), \(base)")
      #expect(figures.share <= 0.15, "\(trial.name), \(base): \(figures.share)")
      let most = trial.name.contains("changes") ? 1.75 : 1.5
      #expect(figures.ratio <= most, "\(trial.name), \(base): \(figures.ratio)")
    }
  }

  @Test func `a limit of a model is told from one that models share`() {
    for trial in PaceTrial.unknown() where trial.models > 1 {
      // Only what the account has learned is told.
      let figures = trial.play(seed: 3)
      let isShared = trial.servers.count == 1
      #expect(figures.learned != nil || !isShared, "\(trial.name)")
      #expect(figures.learned == nil || !trial.name.contains("no limit"), "\(trial.name)")
    }
  }

  @Test(arguments: [0, 17.3])
  func `with a plan that fits the schedule is the best, with rounded headers and without`(
    base: Double
  ) {
    for trial in PaceTrial.known(base: base) {
      let figures = trial.play(seed: 7)
      #expect(figures.done == trial.jobs && figures.turnedDown == 0, "\(trial.name)")
      #expect(figures.ratio <= 1.02, "\(trial.name): \(figures.ratio)")
      #expect(figures.learned == nil, "\(trial.name)")
      #expect(figures.mostInWindow <= figures.mostAllowed ?? .max, "\(trial.name)")
    }
  }

  @Test func `a server that lies makes no job fail, and a run goes on while answers come`() {
    for trial in PaceTrial.lying() {
      let figures = trial.play(seed: 7)
      #expect(figures.failed == 0, "\(trial.name)")
      if figures.best > 0 {
        #expect(figures.done == trial.jobs, "\(trial.name)")
      } else {
        #expect(figures.requests < 100, "\(trial.name)")
      }
    }
  }

  @Test func `a server that limits the requests in flight and says so is given fewer`() {
    for trial in PaceTrial.unknown() where trial.name.contains("in flight") {
      let figures = trial.play(seed: 7)
      #expect(figures.done == trial.jobs, "\(trial.name)")
      #expect(figures.share <= 0.15, "\(trial.name): \(figures.share)")
      // A limit in flight that the server does not name is taken for one of starts.
      #expect((figures.learned == nil) == trial.servers[0].namesInFlight, "\(trial.name)")
    }
  }
}
