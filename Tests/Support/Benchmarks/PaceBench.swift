import Basics
import Foundation
import NightSimulator

/// How near a run comes to the best possible time where it does not know the server's limit, in
/// simulated time.
struct PaceBench {
  private let seed: UInt64
  private let rounds: Int
  /// Print the starts and the refusals of each five seconds.
  private let isTraced: Bool

  /// Without `--seed`, another one each time; it is printed.
  init(_ sizes: Sizes) {
    seed = sizes["--seed"].map { UInt64(max(0, $0)) } ?? UInt64.random(in: 1...1_000_000)
    rounds = max(1, sizes["--rounds"] ?? 3)
    isTraced = (sizes["--trace"] ?? 0) > 0
  }

  func run() {
    Measure.tell("pace, seed", Int(seed), "")
    for round in 0..<rounds {
      var random = SplitMix64(seed: seed &+ UInt64(round))
      let base = Double.random(in: 0..<60, using: &random)
      print("wall clock at the start: \(String(format: "%.3f", base)) s after a full minute")
      play("unknown", PaceTrial.unknown(base: base), round)
      play("known", PaceTrial.known(base: base), round)
      play("lying", PaceTrial.lying(), round)
    }
  }

  private func play(_ kind: String, _ trials: [PaceTrial], _ round: Int) {
    for trial in trials {
      let figures = trial.play(seed: seed &+ UInt64(round))
      let learned = figures.learned.map { String(format: "%.1f", $0) + " starts/s" } ?? "nothing"
      print(
        "  \(kind), \(trial.name): "
          + String(
            format: "%.1f s of %.1f s (%.2f times), %.1f %% turned down, ", figures.seconds,
            figures.best, figures.ratio, figures.share * 100)
          + "most in a window \(figures.mostInWindow), learned \(learned); "
          + "\(figures.done) done, \(figures.failed) failed")
      if isTraced { trace(figures) }
    }
  }

  private func trace(_ figures: PaceTrial.Figures) {
    var spans: [(starts: Int, turnedDown: Int)] = []
    for start in figures.starts {
      let span = Int(start.second / 5)
      while spans.count <= span { spans.append((0, 0)) }
      spans[span].starts += 1
      if start.isTurnedDown { spans[span].turnedDown += 1 }
    }
    let texts = spans.enumerated().map { index, span in
      let learned = index < figures.learnedSoFar.count ? figures.learnedSoFar[index] : nil
      return "\(span.starts)-\(span.turnedDown)"
        + (learned.map { String(format: "@%.2f", $0) } ?? "")
    }
    print("    " + texts.joined(separator: " "))
  }
}
