import Basics
import BatchRunner

/// One run under the starter plan in simulated time, every job answered after 0.05 to 1.5 s.
struct SimulatedNight {
  private var toStart: Int
  private var now = Moment(nanoseconds: 0)
  private var schedule: Schedule
  private var inFlight: [(attempt: AttemptID, ticket: Ticket, left: Moment, ends: Moment)] = []
  private var generator: LinearCongruence

  init(jobs: Int, seed: UInt64) {
    toStart = jobs
    generator = LinearCongruence(state: seed)
    schedule = Schedule(Rules(plan: .starter), at: now)
  }

  /// Answers how long it took.
  mutating func run() -> Duration {
    while true {
      switch schedule.next(at: now, nextJob: toStart > 0 ? .zero : nil) {
      case .startNew(let attempt, _):
        toStart -= 1
        start(attempt, Ticket(place: JobPlace(file: 0, index: toStart)))
      case .retry(let attempt, let ticket, _): start(attempt, ticket)
      case .wait(let until): advance(until)
      case .over: return Moment(nanoseconds: 0).duration(to: now)
      }
    }
  }

  private mutating func start(_ attempt: AttemptID, _ ticket: Ticket) {
    schedule.left(attempt, at: now)
    let latency = Int64.random(in: 50_000_000...1_500_000_000, using: &generator)
    let ends = Moment(nanoseconds: now.nanoseconds + latency)
    inFlight.append((attempt, ticket, now, ends))
  }

  /// To the next end or to `until`, whichever comes first.
  private mutating func advance(_ until: Moment?) {
    let first = inFlight.indices.min { inFlight[$0].ends < inFlight[$1].ends }
    if let first, until.map({ inFlight[first].ends <= $0 }) ?? true {
      finish(inFlight.remove(at: first))
    } else if let until {
      now = until
    } else {
      preconditionFailure("the schedule waits for nothing")
    }
  }

  private mutating func finish(
    _ done: (attempt: AttemptID, ticket: Ticket, left: Moment, ends: Moment)
  ) {
    now = done.ends
    let end = Schedule.End(
      attempt: done.attempt, verdict: .succeeded(Answer()), leftAt: done.left)
    _ = schedule.judge(end, ticket: done.ticket, at: now, using: &generator)
    schedule.release(done.attempt)
  }
}
