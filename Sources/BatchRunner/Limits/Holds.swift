package import Basics

/// What may not start for the moment, because the server has turned requests down, or because a
/// limit of a day is used up.
package struct Holds: Sendable, Equatable {
  /// Until when nothing of the account may start; `nil`: some models may.
  package var account: MonotonicInstant?
  /// By model: until when its requests may not start.
  package var models: [String: MonotonicInstant] = [:]
  /// The limit of a day for which the account, or one of the models, waits the longest.
  package private(set) var daily: DailyWait?

  package init() {}

  /// `model`: empty for the whole account.
  mutating func add(_ wait: DailyWait, of model: String) {
    if model.isEmpty {
      account = max(account ?? wait.until, wait.until)
    } else {
      models[model] = max(models[model] ?? wait.until, wait.until)
    }
    if wait.until > daily?.until ?? MonotonicInstant(nanoseconds: .min) { daily = wait }
  }
}

/// A limit of a day that is used up.
package struct DailyWait: Sendable, Equatable {
  package let kind: LimitKind
  package let limit: Int
  /// When the next request may start.
  package let until: MonotonicInstant

  /// For example `--rpd allows 1,000 requests in 24 hours`.
  package var words: String {
    let what = kind.isOfTokens ? "token" : "request"
    return "\(kind.option) allows \(Figure.count(limit, what)) in 24 hours"
  }
}
