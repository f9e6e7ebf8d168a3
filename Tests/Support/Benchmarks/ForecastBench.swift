import Basics
import BatchRunner
import Foundation
import Planning
import Tokens

/// How long an estimate of many jobs takes: the scheduler, run through all of them in simulated time.
/// Then how often its intervals hold, over data sets that are drawn anew each time unless there is a
/// seed.
struct ForecastBench {
  private let jobs: Int
  private let datasets: Int
  private let pilot: Int
  private let seed: Int?

  init(_ sizes: Sizes) {
    jobs = sizes["--jobs"] ?? 1_000_000
    datasets = sizes["--datasets"] ?? 1_000
    pilot = sizes["--pilot"] ?? 50
    seed = sizes["--seed"]
  }

  func run() {
    var workload = Workload()
    var generator = SplitMix64(seed: 1)
    for _ in 0..<jobs {
      workload.add(
        RequestSize(
          model: "claude-4-5-sonnet", tokensIn: Int.random(in: 50...2000, using: &generator),
          ceilingOut: 800))
    }
    let start = ProcessorTime.own
    let forecast = Forecast(workload, Evidence(), .builtIn)
    Measure.tell("forecast of \(jobs) jobs, sums", (ProcessorTime.own - start), "s")
    let before = ProcessorTime.own
    let finish = FinishTime(forecast, RunRules(plan: .starter), .likely)
    let seconds = ProcessorTime.own - before
    Measure.tell("simulated run of \(jobs) jobs", seconds, "s")
    Measure.tell("the run itself would take", finish.duration / .seconds(3600), "h")
    if let peak = ProcessMemory.peakBytes(of: getpid()) {
      Measure.tell("peak memory", Double(peak) / 1_048_576, "MiB")
    }
    PlayedDatasets(count: datasets, pilot: pilot, base: seed).run()
  }
}
