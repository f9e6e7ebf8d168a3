package import Basics

extension LimiterState {
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
    case .turnedDown(let permit, let evidence):
      if evidence == .first, let share = pauses.shareIfSeparate(turnedDown: permit.model) {
        separate(permit.model, share: share, at: now)
      }
      if evidence != .none { beginDoubt(permit, at: now) }
      changeScope(of: permit.model) { scope, _ in
        scope.turnedDown(permit, isEvidence: evidence != .none, at: now)
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

  /// The limit that the account has learned is the model's, which had this share of the starts.
  private mutating func separate(_ model: String, share: Double, at now: MonotonicInstant) {
    let rate = account.learnedStartsPerSecond.map { $0 * share }
    models[model] = LimiterScope(plan.withoutRates, learned: rate, at: now)
    account.forgetPace()
    changesOfHolds += 1
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
}
