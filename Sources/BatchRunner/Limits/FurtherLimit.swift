package import Basics

/// A limit besides that of the requests in a rate window: of tokens, or of a day.
struct FurtherLimit: Sendable {
  let kind: LimitKind
  var window: RateWindow

  /// The limits that the plan has. `earlier`: starts of earlier processes.
  static func all(of plan: Plan, earlier: [EarlierStart]) -> [FurtherLimit] {
    LimitKind.allCases.compactMap { kind in
      kind.limit(of: plan).map { FurtherLimit(kind, limit: $0, plan, earlier: earlier) }
    }
  }

  private init(_ kind: LimitKind, limit: Int, _ plan: Plan, earlier: [EarlierStart]) {
    self.kind = kind
    window = RateWindow(
      limit: limit, window: kind.isDaily ? plan.day : plan.window, margin: plan.margin,
      resolution: kind.isDaily ? .seconds(1) : .zero)
    for start in earlier.sorted(by: { $0.at < $1.at }) {
      reserve(start.tokens)
      confirm(start.tokens, at: start.at)
    }
  }

  /// What a request of so many tokens counts.
  private func weight(_ tokens: Int) -> Int { kind.isOfTokens ? tokens : 1 }

  mutating func earliestStart(_ tokens: Int, at now: MonotonicInstant) -> MonotonicInstant? {
    window.earliestStart(of: weight(tokens), at: now)
  }

  mutating func reserve(_ tokens: Int) { window.reserve(weight(tokens)) }

  mutating func confirm(_ tokens: Int, at stamp: MonotonicInstant) {
    window.confirm(weight(tokens), at: stamp)
  }

  mutating func cancel(_ tokens: Int) { window.cancel(weight(tokens)) }

  mutating func correct(from assumed: Int, to tokens: Int, leftAt stamp: MonotonicInstant?) {
    if kind.isOfTokens { window.correct(from: assumed, to: tokens, leftAt: stamp) }
  }
}

/// The limits of a plan besides that of the requests in a rate window.
package enum LimitKind: CaseIterable, Sendable {
  case tokensPerWindow, requestsPerDay, tokensPerDay

  var isDaily: Bool { self != .tokensPerWindow }
  var isOfTokens: Bool { self != .requestsPerDay }

  /// The option that sets it.
  package var option: String {
    switch self {
    case .tokensPerWindow: "--tpm"
    case .requestsPerDay: "--rpd"
    case .tokensPerDay: "--tpd"
    }
  }

  /// `nil`: the plan has no such limit.
  package func limit(of plan: Plan) -> Int? {
    switch self {
    case .tokensPerWindow: plan.tokensPerWindow
    case .requestsPerDay: plan.requestsPerDay
    case .tokensPerDay: plan.tokensPerDay
    }
  }
}

/// A start of an earlier process.
package struct EarlierStart: Sendable, Equatable {
  package let at: MonotonicInstant
  /// What it counts against limits of tokens.
  package let tokens: Int

  package init(at: MonotonicInstant, tokens: Int) {
    self.at = at
    self.tokens = tokens
  }
}
