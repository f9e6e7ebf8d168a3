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
    /// When its request left; `nil`: it has not yet.
    var leftAt: MonotonicInstant?
    /// What it counts against limits of tokens.
    var tokens: Int
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
  private let earlier: [EarlierStart]
  private var pauses: ModelPauses
  /// Grows with each change of what waits, so that a run can tell whether it knows the latest.
  private var changesOfHolds = 0
  private var uses: [Permit: Use] = [:]
  private var lastPermit = Permit(number: 0)
  /// By model, or for the account under an empty name: a used-up limit of a day. May be over.
  private var dailyWaits: [String: DailyWait] = [:]
  /// No request may start before this time, because the server said that nothing is left of its
  /// limit; `nil`: it never did.
  private var emptyUntil: MonotonicInstant?

  /// `history`: starts of earlier processes, for a run that is resumed. `uncertain`: the number of
  /// starts whose time is unknown; each counts as if it happened at `now`, the latest possible.
  ///
  /// `earlier`: the starts of the last day, for limits of tokens and of a day. `learned`: what the
  /// server had shown to take, in starts a second; `nil`: nothing.
  package init(
    _ plan: Plan, history: [MonotonicInstant] = [], uncertain: Int = 0,
    earlier: [EarlierStart] = [], learned: Double? = nil, at now: MonotonicInstant
  ) {
    self.plan = plan
    self.history = history + Array(repeating: now, count: uncertain)
    self.earlier = earlier
    // The limits of the models hold in the place of the account's.
    account = LimiterScope(
      plan.isPerModel ? plan.unlimited : plan, history: self.history, earlier: earlier,
      learned: plan.isPerModel ? nil : learned, at: now)
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
      while reserved.count < most, count < wanted.count {
        let tokens = wanted.tokens(of: count)
        guard let start = earliestStart(of: wanted.model, tokens, at: now), start <= now else {
          if isNextForTokens(wanted.model, tokens, at: now) { return reserved }
          break
        }
        reserved.append(reserve(wanted.model, tokens, at: now))
        count += 1
      }
    }
    return reserved
  }

  private mutating func reserve(
    _ model: String, _ tokens: Int, at now: MonotonicInstant
  ) -> Permit {
    var permit = Permit(number: lastPermit.number + 1, model: model, tokens: tokens)
    permit.isTrial = pauses.started(permit, at: now)
    lastPermit = permit
    uses[permit] = Use(tokens: tokens, countsForModel: hasScope(model))
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
      let tokens = wanted.tokens(of: 0)
      let start = earliestStart(of: wanted.model, tokens, at: now)
      if let start {
        if start <= now { return start }
        earliest = min(earliest ?? start, start)
      }
      if isNextForTokens(wanted.model, tokens, at: now) { break }
    }
    return earliest
  }

  /// The request waits only until the account has enough tokens left. Smaller ones do not overtake
  /// it, or it might never start.
  private mutating func isNextForTokens(
    _ model: String, _ tokens: Int, at now: MonotonicInstant
  ) -> Bool {
    guard plan.countsTokens, !plan.isPerModel, pauses.earliestStart(of: model, at: now) <= now,
      let start = account.earliestStart(at: now)
    else { return false }
    return start <= now
  }

  private mutating func earliestStart(
    of model: String, _ tokens: Int, at now: MonotonicInstant
  ) -> MonotonicInstant? {
    guard var start = account.earliestStart(tokens: tokens, at: now) else { return nil }
    if hasScope(model) {
      guard let own = models[model]?.earliestStart(tokens: tokens, at: now) else { return nil }
      start = max(start, own)
    }
    return max(start, pauses.earliestStart(of: model, at: now), emptyUntil ?? start)
  }

  /// Whether the model has a scope; with `--limits-per model` it gets one now.
  private mutating func hasScope(_ model: String) -> Bool {
    if models[model] != nil { return true }
    guard plan.isPerModel else { return false }
    models[model] = LimiterScope(plan, history: history, earlier: earlier)
    return true
  }

  // MARK: Changes

  /// Takes in one thing that happened to a request or that the server said.
  package mutating func apply(_ change: LimiterChange, at now: MonotonicInstant) {
    switch change {
    case .confirmStart(let permit, let stamp):
      guard let use = uses[permit], use.leftAt == nil else { return }
      uses[permit]?.leftAt = stamp
      account.confirm(tokens: use.tokens, at: stamp)
      if use.countsForModel { models[permit.model]?.confirm(tokens: use.tokens, at: stamp) }
    case .used(let permit, let tokens):
      guard plan.countsTokens, let use = uses[permit], use.tokens != tokens else { return }
      uses[permit]?.tokens = tokens
      account.correct(from: use.tokens, to: tokens, leftAt: use.leftAt)
      if use.countsForModel {
        models[permit.model]?.correct(from: use.tokens, to: tokens, leftAt: use.leftAt)
      }
    case .returnPermit(let permit):
      guard let use = uses.removeValue(forKey: permit) else {
        preconditionFailure("permit \(permit.number) was returned, but is not in use")
      }
      let isConfirmed = use.leftAt != nil
      account.returned(permit, isConfirmed: isConfirmed, tokens: use.tokens)
      if use.countsForModel {
        models[permit.model]?.returned(permit, isConfirmed: isConfirmed, tokens: use.tokens)
      }
      pauses.returned(permit)
    case .succeeded(let permit):
      let waiting = pauses.succeeded(permit, at: now)
      if !waiting.isEmpty { account.undoDoubt() }
      for model in waiting { changeScope(of: model) { $0.beginRamp(last: $1) } }
      changesOfHolds += 1
    case .pause(let permit, let resume, let isNamed): pause(permit, until: resume, isNamed, at: now)
    case .turnedDown(let permit, let isEvidence):
      if isEvidence { beginDoubt(permit, at: now) }
      changeScope(of: permit.model) { scope, _ in
        scope.turnedDown(permit, isEvidence: isEvidence, at: now)
      }
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
    if let used, used <= window.used(at: now), resume <= end { return true }
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
      if !plan.isPerModel { plan = plan.withoutRates }
      change(
        &models[model, default: LimiterScope(plan, history: history, earlier: earlier)], lastPermit)
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

  /// What waits.
  package func holds(at now: MonotonicInstant) -> Holds {
    var holds = pauses.holds(at: now)
    for (model, wait) in dailyWaits where wait.until > now { holds.add(wait, of: model) }
    return holds
  }

  /// Finds out which limits of a day keep the demand waiting.
  private mutating func noteDailyWaits(of demand: [Demand], at now: MonotonicInstant) {
    guard plan.requestsPerDay != nil || plan.tokensPerDay != nil else { return }
    for wanted in demand {
      let tokens = wanted.tokens(of: 0)
      let scope = plan.isPerModel ? wanted.model : ""
      let wait =
        hasScope(wanted.model) && plan.isPerModel
        ? models[wanted.model]?.dailyWait(tokens: tokens, at: now)
        : account.dailyWait(tokens: tokens, at: now)
      if let wait, wait != dailyWaits[scope] {
        dailyWaits[scope] = wait
        changesOfHolds += 1
      }
    }
  }

  /// What a run that asked gets: permits, or news about what waits; `nil`: nothing yet.
  package mutating func answer(
    _ request: PermitRequest, at now: MonotonicInstant
  ) -> PermitAnswer? {
    let permits = reserve(request.demand, upTo: request.most, at: now)
    if permits.isEmpty { noteDailyWaits(of: request.demand, at: now) }
    let isNews = request.holdsKnown != changesOfHolds
    if permits.isEmpty, !isNews { return nil }
    return PermitAnswer(
      permits: permits, holdsNumber: changesOfHolds,
      holds: isNews ? holds(at: now) : nil)
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
      limits: limits, inFlight: uses.count, holds: holds(at: now), emptyUntil: emptyUntil,
      nextStart: account.earliestStart(at: now),
      learnedStartsPerSecond: account.learnedStartsPerSecond)
  }
}
