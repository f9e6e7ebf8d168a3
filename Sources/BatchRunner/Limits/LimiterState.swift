package import Basics

/// Decides when requests of one account may start.
///
/// It holds three things: a log of the starts in the rolling window, the permits that are in use,
/// and the pauses that the server asked for. It has no clock; `now` is an argument.
///
/// The life of a permit:
/// 1. ``reserve(_:upTo:at:)`` hands it out. It takes one place among the requests in flight, and one
///    start in the rate window.
/// 2. `.confirmStart` enters the time at which the request's first byte left into the log. Until
///    then the reservation counts as a start that is still to come.
/// 3. `.returnPermit` frees the place. A start that was confirmed stays in the log until it has
///    left the window; one that was not confirmed is removed.
package struct LimiterState: Sendable {
  /// A permit in use.
  private struct Use {
    var isConfirmed = false
    /// It counts in its model's scope too.
    let countsForModel: Bool
  }

  private let plan: Plan
  /// What holds for all requests together.
  private var account: LimiterScope
  /// By model. With `--limits-per model` every model has the plan's limits for itself; otherwise
  /// there is a scope only for a model that had to wait by itself, for the ramp after the wait.
  private var models: [String: LimiterScope] = [:]
  /// The starts of earlier processes count for each model, since the model of each is not known.
  private let history: [MonotonicInstant]
  private var pauses: ModelPauses
  /// Grows with each change of what waits, so that a run can tell whether it knows the latest.
  private var changesOfHolds = 0
  private var uses: [Permit: Use] = [:]
  private var lastPermit = Permit(number: 0)
  /// No request may start before this time, because the server said that nothing is left of its
  /// limit; `nil`: it never did.
  private var emptyUntil: MonotonicInstant?

  /// `history`: starts of earlier processes, for a run that is resumed. `uncertain`: the number of
  /// starts whose time is unknown; each counts as if it happened at `now`, the latest possible.
  package init(
    _ plan: Plan, history: [MonotonicInstant] = [], uncertain: Int = 0, at now: MonotonicInstant
  ) {
    self.plan = plan
    self.history = history + Array(repeating: now, count: uncertain)
    // The limits of the models hold in the place of the account's.
    account = LimiterScope(plan.isPerModel ? plan.unlimited : plan, history: self.history)
    pauses = ModelPauses(isPerModel: plan.isPerModel)
  }

  // MARK: Permits

  /// Reserves permits that may be used now, in the order of the demand and at most `most`; none if a
  /// limit is reached.
  package mutating func reserve(
    _ demand: [Demand], upTo most: Int = .max, at now: MonotonicInstant
  ) -> [Permit] {
    var reserved: [Permit] = []
    for wanted in demand {
      var count = 0
      while reserved.count < most, count < wanted.count,
        let start = earliestStart(of: wanted.model, at: now), start <= now
      {
        reserved.append(reserve(wanted.model, at: now))
        count += 1
      }
    }
    return reserved
  }

  private mutating func reserve(_ model: String, at now: MonotonicInstant) -> Permit {
    var permit = Permit(number: lastPermit.number + 1, model: model)
    permit.isTrial = pauses.started(permit, at: now)
    lastPermit = permit
    uses[permit] = Use(countsForModel: hasScope(model))
    account.reserve(permit, at: now)
    models[model]?.reserve(permit, at: now)
    return permit
  }

  /// When ``reserve(_:upTo:at:)`` is worth calling again; `nil` if only a returned or confirmed
  /// permit can help.
  package mutating func nextStart(
    for demand: [Demand], after now: MonotonicInstant
  ) -> MonotonicInstant? {
    var earliest: MonotonicInstant?
    for wanted in demand {
      guard let start = earliestStart(of: wanted.model, at: now) else { continue }
      if start <= now { return start }
      earliest = min(earliest ?? start, start)
    }
    return earliest
  }

  private mutating func earliestStart(
    of model: String, at now: MonotonicInstant
  ) -> MonotonicInstant? {
    guard var start = account.earliestStart(at: now) else { return nil }
    if hasScope(model) {
      guard let own = models[model]?.earliestStart(at: now) else { return nil }
      start = max(start, own)
    }
    return max(start, pauses.earliestStart(of: model, at: now), emptyUntil ?? start)
  }

  /// Whether the model has a scope; with `--limits-per model` it gets one now.
  private mutating func hasScope(_ model: String) -> Bool {
    if models[model] != nil { return true }
    guard plan.isPerModel else { return false }
    models[model] = LimiterScope(plan, history: history)
    return true
  }

  // MARK: Changes

  /// Takes in one thing that happened to a request or that the server said.
  package mutating func apply(_ change: LimiterChange, at now: MonotonicInstant) {
    switch change {
    case .confirmStart(let permit, let stamp):
      guard uses[permit]?.isConfirmed == false else { return }
      uses[permit]?.isConfirmed = true
      account.window.confirm(at: stamp)
      if uses[permit]?.countsForModel == true { models[permit.model]?.window.confirm(at: stamp) }
    case .returnPermit(let permit):
      guard let use = uses.removeValue(forKey: permit) else {
        preconditionFailure("permit \(permit.number) was returned, but is not in use")
      }
      account.returned(permit, isConfirmed: use.isConfirmed)
      if use.countsForModel {
        models[permit.model]?.returned(permit, isConfirmed: use.isConfirmed)
      }
      pauses.returned(permit)
    case .succeeded(let permit):
      let waiting = pauses.succeeded(permit, at: now)
      if !waiting.isEmpty { account.undoDoubt() }
      for model in waiting { changeScope(of: model) { $0.beginRamp(last: $1) } }
      changesOfHolds += 1
    case .pause(let permit, let resume, let isNamed): pause(permit, until: resume, isNamed, at: now)
    case .turnedDown(let permit):
      beginDoubt(permit, at: now)
      changeScope(of: permit.model) { scope, _ in scope.turnedDown(permit, at: now) }
    case .tooManyInFlight(let permit, let isFree):
      beginDoubt(permit, at: now)
      changeScope(of: permit.model) { $0.tooManyInFlight(permit, last: $1, isFree: isFree) }
    case .pauseUnlessFull(let resume, let model, let used):
      if !isExplained(resume, model, used: used, at: now) {
        if plan.isPerModel {
          pauses.wait(model, until: resume)
        } else {
          emptyUntil = max(emptyUntil ?? resume, resume)
        }
      }
    case .widenMargin(let model): changeScope(of: model) { scope, _ in scope.window.widen() }
    case .lower(let limit, let model):
      changeScope(of: model) { scope, _ in scope.window.lower(to: limit) }
    }
  }

  /// Whether our own log tells as much as the hint that nothing remains before `resume`.
  private mutating func isExplained(
    _ resume: MonotonicInstant, _ model: String, used: Int?, at now: MonotonicInstant
  ) -> Bool {
    var window = plan.isPerModel ? models[model]?.window ?? account.window : account.window
    let end = now + window.window + window.margin + .seconds(1)
    // All that the server counts are our own starts, so our own log is the more exact of the two.
    if let used, used <= window.starts(at: now), resume <= end { return true }
    // The server gives this time in whole seconds. If our own log makes us wait until about the same
    // time, it is the more exact, too.
    return resume <= (window.earliestStart(at: now) ?? now) + .seconds(1)
  }

  /// It may turn out that the refusal is for a limit of the model, and says nothing of the account.
  private mutating func beginDoubt(_ permit: Permit, at now: MonotonicInstant) {
    if !pauses.isSeparate(permit.model), !pauses.isShared(at: now) { account.beginDoubt(permit) }
  }

  /// Changes the scope whose limits hold for the model: its own if it is known to have one.
  private mutating func changeScope(
    of model: String, _ change: (inout LimiterScope, _ last: Permit) -> Void
  ) {
    if pauses.isSeparate(model) {
      var plan = plan
      if !plan.isPerModel { plan.requestsPerWindow = nil }
      change(&models[model, default: LimiterScope(plan, history: history)], lastPermit)
    } else {
      change(&account, lastPermit)
    }
  }

  private mutating func pause(
    _ permit: Permit, until resume: MonotonicInstant, _ isNamed: Bool, at now: MonotonicInstant
  ) {
    // A refusal that asks for about the rest of our own full window says nothing else.
    let own = account.window.limit == nil ? now : account.window.earliestStart(at: now) ?? now
    let isAccounts = own > now && resume <= own + .seconds(1)
    beginDoubt(permit, at: now)
    pauses.turnedDown(
      permit, until: resume, isNamed: isNamed, isAccounts: isAccounts && !isNamed, at: now)
    changesOfHolds += 1
    changeScope(of: permit.model) { $0.beginRamp(last: $1) }
  }

  // MARK: Views

  /// What waits, and the number of that state of things.
  package func holds(at now: MonotonicInstant) -> (number: Int, holds: Holds) {
    (changesOfHolds, pauses.holds(at: now))
  }

  /// What a run that asked gets: permits, or news about what waits; `nil`: nothing yet.
  package mutating func answer(
    _ request: PermitRequest, at now: MonotonicInstant
  ) -> PermitAnswer? {
    let permits = reserve(request.demand, upTo: request.most, at: now)
    let isNews = request.holdsKnown != changesOfHolds
    if permits.isEmpty, !isNews { return nil }
    return PermitAnswer(
      permits: permits, holdsNumber: changesOfHolds,
      holds: isNews ? pauses.holds(at: now) : nil)
  }

  /// The limiter's limits, use and waits at this time.
  package mutating func view(at now: MonotonicInstant) -> LimiterView {
    var limits = plan
    if !plan.isPerModel {
      limits.requestsPerWindow = account.window.limit
      limits.concurrency = account.mostInFlight
      limits.margin = account.window.margin
    }
    return LimiterView(
      limits: limits, inFlight: uses.count, holds: pauses.holds(at: now), emptyUntil: emptyUntil,
      nextStart: account.earliestStart(at: now),
      learnedStartsPerSecond: account.learnedStartsPerSecond)
  }
}

/// What a run asks the limiter for.
package struct PermitRequest: Sendable, Equatable {
  /// What could start now, in the order in which it should.
  package var demand: [Demand]
  /// The most permits in all.
  package var most: Int
  /// The number of the latest ``Holds`` that the run knows.
  package var holdsKnown: Int
  /// From 1; a later request of the same run has a higher one.
  package var number: Int

  package init(
    _ demand: [Demand], upTo most: Int = .max, holdsKnown: Int = 0, number: Int = 0
  ) {
    self.demand = demand
    self.most = most
    self.holdsKnown = holdsKnown
    self.number = number
  }
}

/// What the limiter answers.
package struct PermitAnswer: Sendable {
  package var permits: [Permit]
  package var holdsNumber = 0
  /// What waits now; `nil`: the run knows it.
  package var holds: Holds?

  package init(permits: [Permit], holdsNumber: Int = 0, holds: Holds? = nil) {
    self.permits = permits
    self.holdsNumber = holdsNumber
    self.holds = holds
  }
}

/// One thing that a run reports to the limiter.
package enum LimiterChange: Sendable, Equatable {
  /// The first byte of the permit's request left at this time. A second report is ignored.
  case confirmStart(Permit, at: MonotonicInstant)
  /// The request has ended and its outcome is on disk, or the request was never sent.
  case returnPermit(Permit)
  /// A request that others waited for has succeeded.
  case succeeded(Permit)
  /// The permit's request was turned down, and the server asked for a pause. Requests in flight are
  /// left alone. Afterwards the requests start one by one, unless the plan has a rate window.
  /// `isNamed`: the server said that the limit is the model's. See ``ModelPauses`` for who waits.
  case pause(Permit, until: MonotonicInstant, isNamed: Bool)
  /// The permit's request was turned down because too many start, and no own window explains it.
  case turnedDown(Permit)
  /// The permit's request was turned down because too many were in flight. `isFree`: it is certainly
  /// not charged.
  case tooManyInFlight(Permit, isFree: Bool = true)
  /// The server says that no request remains before this time. It leads to a pause only if it is
  /// more than a second later than what our own log says.
  ///
  /// `used`: the starts that the server counts, from everybody; `nil`: it does not say. If our own
  /// starts explain them, the time changes nothing.
  case pauseUnlessFull(until: MonotonicInstant, model: String, used: Int? = nil)
  /// The server rejected a request with status 429, although our log allowed it.
  case widenMargin(model: String)
  /// The server allows fewer starts in a window than the plan.
  case lower(to: Int, model: String)

  /// It can delay requests of other runs, so the limiter must get it before anything slow is done.
  var isUrgent: Bool {
    switch self {
    case .confirmStart, .returnPermit: false
    case .succeeded, .pause, .turnedDown, .tooManyInFlight, .pauseUnlessFull, .widenMargin, .lower:
      true
    }
  }
}

/// The state of a limiter at one time, for progress displays.
package struct LimiterView: Sendable, Equatable {
  /// The limits in force: the plan, changed by what the server said.
  package let limits: Plan
  /// Permits in use.
  package let inFlight: Int
  package let holds: Holds
  /// Until when the server has nothing left of its limit, which may be in the past; `nil`: it never
  /// said so.
  package let emptyUntil: MonotonicInstant?
  /// When the next request may start, if its model need not wait. `nil`: a request in flight must
  /// end first, or a reserved one must leave first.
  package let nextStart: MonotonicInstant?
  /// What the server has shown to take; `nil`: it turned nothing down that the plan allows.
  package var learnedStartsPerSecond: Double?
}
