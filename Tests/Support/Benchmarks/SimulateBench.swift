import Basics

/// How fast the scheduler itself decides, in simulated time.
struct SimulateBench {
  private let jobs: Int
  private let nights: Int

  init(_ sizes: Sizes) {
    jobs = sizes["--jobs"] ?? 10_000
    nights = sizes["--nights"] ?? 20
  }

  func run() {
    var hours = 0.0
    let began = BootClock.now
    for seed in 1...max(1, nights) {
      var night = SimulatedNight(jobs: jobs, seed: UInt64(seed))
      hours += night.run() / .seconds(3600)
    }
    let seconds = began.duration(to: BootClock.now) / .seconds(1)
    Measure.tell("simulated night of \(jobs) jobs", hours / Double(nights), "h")
    Measure.tell("simulated nights", Double(nights) / seconds, "nights/s")
    Measure.tell("simulated jobs", Double(nights * jobs) / seconds, "jobs/s")
  }
}
