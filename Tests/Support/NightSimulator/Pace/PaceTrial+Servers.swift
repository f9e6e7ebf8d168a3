import Basics
import BatchRunner

extension PaceTrial {
  /// Servers whose limit the run does not know.
  package static func unknown(base: Double = 0) -> [PaceTrial] {
    var list = [
      PaceTrial("20 a second", PaceServer(.rolling(20, seconds: 1)), jobs: 200, plan: noPlan(60)),
      trial("20 a second, Retry-After: 2", .rolling(20, seconds: 1), 400) {
        $0.retryAfter = .seconds(2)
      },
      trial("20 a second, Retry-After changes", .rolling(20, seconds: 1), 400) {
        $0.retryAfter = .changing
      },
      trial("20 a calendar second", .fixed(20, seconds: 1), 400) { _ in },
      trial("20 a second from a bucket of 40", .bucket(perSecond: 20, burst: 40), 400) { _ in },
      trial("60 in any 10 s", .rolling(60, seconds: 10), 600) { _ in },
      trial("300 a minute", .rolling(300, seconds: 60), 1800) { _ in },
      trial("300 a minute, Retry-After: 10", .rolling(300, seconds: 60), 1800) {
        $0.retryAfter = .seconds(10)
      },
      trial("20 a second, answers take 3 s", .rolling(20, seconds: 1), 1000) { $0.latency = 3 },
      trial("10 in flight, said so", .inFlight(10), 600) { $0.namesInFlight = true },
      trial("10 in flight, not said", .inFlight(10), 600) { _ in },
      trial("no limit", .none, 2000) { _ in },
      trial("limit moves: 20, 5, 40 a second", .rolling(20, seconds: 1), 4000) {
        $0.limits += [(60, .rolling(5, seconds: 1)), (180, .rolling(40, seconds: 1))]
      },
    ]
    list += models + [day(isKnown: false)]
    for index in list.indices {
      for model in list[index].servers.indices { list[index].servers[model].base = base }
    }
    return list
  }

  /// Each model has a limit of its own, or both share one.
  private static var models: [PaceTrial] {
    var together = trial("two models, 60 in any 10 s together", .rolling(60, seconds: 10), 600) {
      _ in
    }
    together.models = 2
    let slow = PaceServer(.rolling(5, seconds: 1))
    let fast = PaceServer(.rolling(20, seconds: 1))
    return [
      PaceTrial("two models, 20 and 5 a second", fast, slow, jobs: 800, plan: noPlan(60)),
      PaceTrial(
        "two models, 5 a second and no limit", slow, PaceServer(.none), jobs: 800,
        plan: noPlan(60)), together,
    ]
  }

  /// 100 requests in a day of ten minutes. `isKnown`: to the plan; otherwise the server tells how long
  /// to wait.
  private static func day(isKnown: Bool) -> PaceTrial {
    var server = PaceServer(.rolling(100, seconds: 600))
    server.retryAfter = .untilFree
    var plan = noPlan(10)
    if isKnown {
      plan.requestsPerDay = 100
      plan.day = .seconds(600)
    }
    return PaceTrial("100 in a day of ten minutes", server, jobs: 250, plan: plan)
  }

  private static func trial(
    _ name: String, _ limit: PaceServer.Limit, _ jobs: Int, _ change: (inout PaceServer) -> Void
  ) -> PaceTrial {
    var server = PaceServer(limit)
    change(&server)
    return PaceTrial(name, server, jobs: jobs, plan: noPlan(60))
  }

  /// Servers whose limit is the plan's.
  package static func known(base: Double = 0) -> [PaceTrial] {
    [(60, 6.0, 240, true), (60, 6, 240, false), (60, 60, 600, true), (10, 60, 60, true)].map {
      most, seconds, jobs, sendsHeaders in
      var server = PaceServer(.rolling(most, seconds: seconds))
      server.sendsHeaders = sendsHeaders
      server.base = base
      server.latency = 0.2
      let plan = Plan(
        name: .starter, requestsPerWindow: most, concurrency: 60, window: .seconds(seconds))
      return PaceTrial(
        "plan of \(most) in \(Int(seconds)) s" + (sendsHeaders ? ", with headers" : ""), server,
        jobs: jobs, plan: plan)
    } + [day(isKnown: true)]
  }

  /// Servers that do not say the truth. The run must go on, and must end where answers come.
  package static func lying() -> [PaceTrial] {
    var everything = trial("429 to everything", .none, 100) { $0.lie = .refusesEverything }
    everything.longest = 3600
    return [
      everything,
      trial("429 now and then", .none, 1000) { $0.lie = .refusesSometimes(0.02) },
      trial("nothing remains, for ever", .none, 100) { $0.lie = .nothingRemains },
    ]
  }
}
