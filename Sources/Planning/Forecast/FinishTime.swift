import Basics
package import BatchRunner

/// When a run would be done: the scheduler itself, run in simulated time.
package struct FinishTime: Sendable, Equatable {
  package enum Limit: String, Sendable {
    case rate = "requests per minute"
    case concurrency
  }

  /// Where the money that there is runs out.
  package struct Shortage: Sendable, Equatable {
    /// Jobs that are paid by then.
    package let jobs: Int
    package let after: Duration
  }

  package private(set) var duration = Duration.zero
  /// Jobs that are not started when the user's time is up.
  package private(set) var left = 0
  /// What held the run up for longer.
  package private(set) var limit = Limit.concurrency
  /// `nil`: the balance lasts, or is not known.
  package private(set) var shortage: Shortage?
  /// Seconds of an answer, on the mean.
  package private(set) var meanSeconds = 0.0

  /// `budget`: US dollars that there are; `nil`: not known.
  package init(
    _ forecast: Forecast, _ rules: Rules, _ length: Forecast.Length, budget: Double? = nil,
    seed: UInt64 = 1
  ) {
    var run = Simulation(forecast, rules, length, budget: budget, seed: seed)
    run.play()
    // Of a sample, each job stands for several.
    duration = run.start.duration(to: run.now) * forecast.weight
    left = (forecast.items - run.started) * forecast.weight
    shortage = run.shortage
    meanSeconds = run.started > 0 ? run.seconds / Double(run.started) : 0
    guard run.isHeldByRate, let most = rules.plan.requestsPerWindow else { return }
    // Which of the two lets fewer start in the long run.
    let byRate = Double(most) / ((rules.plan.window + rules.plan.margin) / .seconds(1))
    let byPlaces = Double(rules.plan.concurrency) / max(meanSeconds, 1e-9)
    limit = byRate < byPlaces ? .rate : .concurrency
  }
}

extension FinishTime {
  /// The run, played from end to end of an attempt to the next.
  private struct Simulation {
    let start: Moment
    private(set) var now: Moment
    private(set) var started = 0
    private(set) var seconds = 0.0
    /// The next job had to wait for the rate window at least once.
    private(set) var isHeldByRate = false
    private(set) var shortage: Shortage?
    private let forecast: Forecast
    private let length: Forecast.Length
    private let budget: Double?
    private var spent = 0.0
    private var paid = 0
    private var schedule: Schedule
    private var inFlight = Heap<InFlight>()
    private var dice: SplitMix64

    init(
      _ forecast: Forecast, _ rules: Rules, _ length: Forecast.Length, budget: Double?, seed: UInt64
    ) {
      self.forecast = forecast
      self.length = length
      self.budget = budget
      start = Moment(nanoseconds: 0)
      now = start
      schedule = Schedule(rules, at: now)
      dice = SplitMix64(seed: seed)
    }

    mutating func play() {
      while true {
        switch schedule.next(at: now, nextJob: started < forecast.items ? .zero : nil) {
        case .startNew(let attempt, _): begin(attempt)
        case .retry: preconditionFailure("every simulated answer is a success")
        case .wait(let until): advance(until)
        case .over: return
        }
      }
    }

    private mutating func begin(_ attempt: AttemptID) {
      schedule.left(attempt, at: now)
      let part = forecast.part(started, length)
      let length = dice.logNormal(mean: part.seconds, variance: part.variance)
      seconds += length
      inFlight.insert(
        InFlight(
          ends: now + .nanoseconds(Int64(length * 1e9)), attempt: attempt, left: now, job: started,
          cost: part.cost))
      started += 1
    }

    /// To the next end or to `until`, whichever comes first.
    private mutating func advance(_ until: Moment?) {
      if until != nil { isHeldByRate = true }
      if let first = inFlight.first, until.map({ first.ends <= $0 }) ?? true {
        _ = inFlight.popFirst()
        finish(first)
      } else if let until {
        now = until
      } else {
        preconditionFailure("the schedule waits for nothing")
      }
    }

    private mutating func finish(_ done: InFlight) {
      now = done.ends
      let end = Schedule.End(
        attempt: done.attempt, verdict: .succeeded(Answer()), leftAt: done.left)
      _ = schedule.judge(
        end, ticket: Ticket(place: JobPlace(file: 0, index: done.job)), at: now, using: &dice)
      schedule.release(done.attempt)
      spent += done.cost
      if let budget, shortage == nil, spent > budget {
        shortage = Shortage(jobs: paid, after: start.duration(to: now))
      }
      paid += 1
    }
  }

  /// An attempt under way; the one that ends first is the least.
  private struct InFlight: Comparable {
    let ends: Moment
    let attempt: AttemptID
    let left: Moment
    let job: Int
    let cost: Double

    static func < (left: InFlight, right: InFlight) -> Bool {
      left.ends < right.ends
    }
  }
}
