import Basics
import Foundation
import NightSimulator
import Synchronization

/// Nights in simulated time, on two threads: how many promises were held, and which were not.
struct NightsBench {
  private let count: Int
  /// Of the first night; with `--trace`, of the only one.
  private let seed: UInt64
  private let traces: Bool

  init(_ sizes: Sizes) {
    count = sizes["--count"] ?? 10_000
    // Without `--seed`, a base that nobody has chosen; `--from` goes on with a series.
    let base = sizes["--seed"].map { UInt64(max(0, $0)) } ?? UInt64.random(in: 0..<1 << 40)
    seed = base &+ UInt64(max(0, sizes["--from"] ?? 0))
    traces = sizes.has("--trace")
  }

  /// Answers whether all promises were kept.
  func run() -> Bool {
    traces ? trace() : sample()
  }

  private func trace() -> Bool {
    let report = Night.play(seed: seed, traces: true)
    print(report.trace.joined(separator: "\n"))
    for violation in report.violations {
      print("BROKEN  \(violation.promise.rawValue): \(violation.text)")
    }
    return report.violations.isEmpty
  }

  private func sample() -> Bool {
    let first = seed
    print("nights from seed \(first)")
    let figures = Mutex(NightFigures())
    let next = Atomic<Int>(0)
    let began = BootClock.now
    DispatchQueue.concurrentPerform(iterations: 2) { _ in
      while true {
        let (index, _) = next.add(100, ordering: .relaxed)
        guard index < count else { return }
        var mine = NightFigures()
        for offset in index..<min(index + 100, count) {
          mine.add(Night.play(seed: first &+ UInt64(offset)))
        }
        figures.withLock { $0.add(mine) }
      }
    }
    let seconds = began.duration(to: BootClock.now) / .seconds(1)
    let total = figures.withLock { $0 }
    for line in total.lines { print(line) }
    Measure.tell("nights", Double(count) / seconds, "nights/s")
    return total.failures.isEmpty
  }
}
