import Basics
import BatchRunner
import SandboxAPI

/// How close a run comes to the best that its limits allow.
struct ScheduleBench {
  private let jobs: Int
  private let starts: Int
  private let windowSeconds: Int
  private let concurrency: Int

  init(_ sizes: Sizes) {
    jobs = sizes["--jobs"] ?? 600
    starts = sizes["--rpm"] ?? 60
    windowSeconds = sizes["--window"] ?? 6
    concurrency = sizes["--concurrency"] ?? 10
  }

  func run() async throws {
    try await Scratch.within { scratch in
      let path = scratch.path("jobs.jsonl")
      try JobLines(count: jobs).write(to: path)
      let server = try ServerProcess(limits)
      let run = try NightshiftRun(
        [path, "--plan", "starter", "--base-url", server.baseURL] + limits, in: scratch)
      let seen = try server.stop()
      Measure.tell("schedule, received", seen["received"] ?? 0, "requests")
      Measure.tell("schedule, status 429", seen["turned-down"] ?? 0, "answers")
      Measure.tell("schedule, most in a window", seen["most-in-window"] ?? 0, "requests")
      Measure.tell("schedule, most at once", seen["most-at-once"] ?? 0, "requests")
      Measure.tell("schedule, total", run.seconds, "s")
      try compare(run.seconds, path)
    }
  }

  private var limits: [String] {
    ["--rpm", "\(starts)", "--window", "\(windowSeconds)", "--concurrency", "\(concurrency)"]
  }

  private func compare(_ seconds: Double, _ path: String) throws {
    let best = try bestPossible(path)
    let withMargin = best.total(
      windowSeconds: Double(windowSeconds) + Plan.starter.margin / .seconds(1))
    let without = best.total(windowSeconds: Double(windowSeconds))
    Measure.tell("best possible with the margin", withMargin, "s")
    Measure.tell("ratio to it", seconds / withMargin, "times")
    Measure.tell("best possible without margin", without, "s")
    Measure.tell("ratio to it", seconds / without, "times")
  }

  /// With the latencies that the server itself draws, from its own state played in memory.
  private func bestPossible(_ path: String) throws -> GreedySchedule {
    var scenario = Scenario.strict(
      starts: starts, windowSeconds: windowSeconds, concurrency: concurrency)
    scenario.requestsPerWindow = nil
    scenario.concurrency = nil
    var state = SandboxState(scenario, startedAt: MonotonicInstant(nanoseconds: 0))
    var latencies: [Double] = []
    var reader = JobReader(try JobFile(path), number: 0)
    while let job = try reader.next(where: { _ in true }) {
      let answer = state.receive(
        .post, "/v1/chat/completions", key: nil, body: job.body,
        at: MonotonicInstant(nanoseconds: 0),
        unixSeconds: 0)
      latencies.append(answer.delay / .seconds(1))
    }
    return GreedySchedule(latencies: latencies, starts: starts, concurrency: concurrency)
  }
}
