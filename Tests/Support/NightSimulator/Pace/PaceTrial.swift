import Basics
package import BatchRunner

/// A run in simulated time against a ``PaceServer``, beside the best that the server allows.
package struct PaceTrial {
  package var name: String
  /// One for each model, or one for all. The jobs name the models by turns.
  package var servers: [PaceServer]
  package var models: Int
  package var jobs: Int
  package var plan: Plan
  /// The run ends after so many seconds; a server that lies may never let it end.
  package var longest = 100_000.0

  package init(_ name: String, _ servers: PaceServer..., jobs: Int, plan: Plan) {
    self.name = name
    self.servers = servers
    models = servers.count
    self.jobs = jobs
    self.plan = plan
  }

  package struct Figures {
    package var seconds = 0.0
    package var best = 0.0
    package var done = 0
    package var failed = 0
    package var requests = 0
    package var turnedDown = 0
    /// The most starts in any of the plan's windows.
    package var mostInWindow = 0
    /// What the plan allows there; `nil`: it has no such limit.
    package var mostAllowed: Int?
    /// What the run had learned at its end; `nil`: nothing.
    package var learned: Double?
    /// What it had learned after each five seconds.
    package var learnedSoFar: [Double?] = []
    /// Of each request: when it left, and whether it was turned down.
    package var starts: [(second: Double, isTurnedDown: Bool)] = []

    package var ratio: Double { best > 0 ? seconds / best : 0 }
    package var share: Double { requests > 0 ? Double(turnedDown) / Double(requests) : 0 }
  }

  private final class Seen {
    var figures = Figures()
    var servers: [PaceServer]

    init(_ servers: [PaceServer]) { self.servers = servers }
  }

  /// Without a plan: so many requests at once, and no rate.
  package static func noPlan(_ concurrency: Int) -> Plan {
    Plan(name: .none, requestsPerWindow: nil, concurrency: concurrency)
  }

  package func play(seed: UInt64) -> Figures {
    let seen = Seen(servers)
    let (models, servers) = (models, servers.count)
    let begin = MonotonicInstant(nanoseconds: 1_000_000_000_000)
    var world = SimulatedRun.World(jobs: jobs) { job, now, _, random in
      Self.serve(seen, server: job % servers, at: begin.duration(to: now) / .seconds(1), &random)
    }
    world.model = { "model \($0 % models)" }
    var settings = RunState.Settings(rules: RunRules(plan: plan))
    settings.models = (0..<models).map { "model \($0)" }
    var run = SimulatedRun(
      settings, LimiterState(plan, at: begin), in: world,
      at: begin, using: SplitMix64(seed: seed))
    run.onOutcome = { _, decision, _ in
      if case .store = decision { seen.figures.done += 1 } else { seen.figures.failed += 1 }
    }
    var learned: [Double?] = []
    while !run.isOver, begin.duration(to: run.now) < .seconds(longest) {
      let before = run.now
      run.run(for: .seconds(5))
      if run.now == before { break }
      learned.append(Self.learned(run))
    }
    var figures = seen.figures
    figures.learnedSoFar = learned
    figures.seconds = begin.duration(to: run.now) / .seconds(1)
    figures.best = best(seed: seed)
    figures.mostAllowed = plan.requestsPerWindow
    figures.requests = figures.starts.count
    figures.mostInWindow = Self.most(figures.starts.map(\.second), in: plan.window / .seconds(1))
    figures.learned = Self.learned(run)
    return figures
  }

  private static func learned(_ run: SimulatedRun) -> Double? {
    var limiter = run.limiter
    return limiter.view(at: run.now).learnedStartsPerSecond
  }

  private static func serve(
    _ seen: Seen, server index: Int, at second: Double, _ random: inout SplitMix64
  ) -> SimulatedRun.Treatment {
    seen.figures.starts.append((second, false))
    var treatment = SimulatedRun.Treatment()
    let server = seen.servers[index]
    let latency = server.latency * Double.random(in: 0.5...1.5, using: &random)
    var isRefused = false
    switch server.lie {
    case .refusesEverything: isRefused = true
    case .refusesSometimes(let share): isRefused = Double.random(in: 0..<1, using: &random) < share
    case .none, .nothingRemains: break
    }
    if isRefused || !seen.servers[index].takes(at: second, latency: latency) {
      seen.figures.turnedDown += 1
      seen.figures.starts[seen.figures.starts.count - 1].isTurnedDown = true
      treatment.latency = .seconds(server.refusalLatency)
      treatment.diagnosis = .slowDown(SlowDown(limit: server.namesInFlight ? .parallel : .rate))
      treatment.rate = wait(seen.servers[index], at: second, &random)
    } else {
      treatment.latency = .seconds(latency)
      treatment.rate = seen.servers[index].notice(at: second)
    }
    return treatment
  }

  private static func wait(
    _ server: PaceServer, at second: Double, _ random: inout SplitMix64
  ) -> RateNotice? {
    let seconds: Int
    switch server.retryAfter {
    case .none: return nil
    case .seconds(let fixed): seconds = fixed
    case .changing: seconds = Int.random(in: 1...5, using: &random)
    case .untilFree: seconds = server.secondsUntilFree(at: second)
    }
    var notice = RateNotice(ResponseHeaders(), wall: 0)
    notice.wait = .seconds(seconds)
    notice.hasRetryAfter = true
    return notice
  }

  /// The time that a run needs which knows the limits and starts each request within 5 ms of the
  /// first moment at which the server and the plan, with its margin, allow it.
  /// With several models, that of the slowest.
  private func best(seed: UInt64) -> Double {
    servers.map { best($0, jobs: jobs / servers.count, seed: seed) }.max() ?? 0
  }

  private func best(_ server: PaceServer, jobs: Int, seed: UInt64) -> Double {
    if case .refusesEverything = server.lie { return 0 }
    var (server, random) = (server, SplitMix64(seed: seed))
    var (second, starts, ends) = (0.0, [Double](), [Double]())
    let window = (plan.window + plan.margin) / .seconds(1)
    while starts.count < jobs, second < longest {
      ends.removeAll { $0 <= second }
      let latency = server.latency * Double.random(in: 0.5...1.5, using: &random)
      let isFull = plan.requestsPerWindow.map {
        starts.count >= $0 && starts[starts.count - $0] > second - window
      }
      if ends.count < plan.concurrency, isFull != true, server.takes(at: second, latency: latency) {
        starts.append(second)
        ends.append(second + latency)
      } else {
        second += 0.005
      }
    }
    return ends.max() ?? second
  }

  private static func most(_ starts: [Double], in length: Double) -> Int {
    var (most, first) = (0, 0)
    for (index, start) in starts.enumerated() {
      while starts[first] <= start - length { first += 1 }
      most = max(most, index - first + 1)
    }
    return most
  }
}
