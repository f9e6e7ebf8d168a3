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
  struct Use {
    /// When its request left; `nil`: it has not yet.
    var leftAt: MonotonicInstant?
    /// What it counts against limits of tokens.
    var tokens: Int
    /// It counts in its model's scope too.
    let countsForModel: Bool
  }

  let plan: Plan
  /// What holds for all requests together.
  var account: LimiterScope
  /// By model. With `--limits-per model` every model has the plan's limits for itself; otherwise
  /// there is a scope only for a model that had to wait by itself, for the ramp after the wait.
  var models: [String: LimiterScope] = [:]
  /// The starts of earlier processes count for each model, since the model of each is not known.
  let history: [MonotonicInstant]
  let earlier: [EarlierStart]
  var pauses: ModelPauses
  /// Grows with each change of what waits, so that a run can tell whether it knows the latest.
  var changesOfHolds = 0
  var uses: [Permit: Use] = [:]
  var lastPermit = Permit(number: 0)
  /// By model, or for the account under an empty name: a used-up limit of a day. May be over.
  private var dailyWaits: [String: DailyWait] = [:]
  /// No request may start before this time, because the server said that nothing is left of its
  /// limit; `nil`: it never did.
  var emptyUntil: MonotonicInstant?

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
