import Basics

extension Notice {
  /// The notice's kind in the journal, in event files and for scripts.
  package var kind: String {
    switch self {
    case .lowBalance: "low_balance"
    case .rateLimited: "rate_limited"
    case .planIsLowerThanServers, .planIsHigherThanServers: "limit"
    case .outageBegan: "outage"
    case .recovered: "recovered"
    case .balanceEmpty: "balance_empty"
    case .balanceBack: "balance_back"
    case .halted: "halted"
    }
  }

  /// The notice for people to read. It can contain words of the server that are not made printable
  /// yet.
  package var sentence: String {
    switch self {
    case .lowBalance(let notice):
      "the balance is low"
        + (notice.creditsLeft.map { ": \($0) credits left" } ?? "")
        + (notice.message.map { " (\($0))" } ?? "")
        + ". Add credits or turn on auto-recharge at skillboss.co/console."
    case .rateLimited(let wait):
      "status 429: too many requests. No request starts for "
        + "\(Int((wait / .seconds(1)).rounded(.up))) s."
    case .planIsLowerThanServers(let limit):
      "the server allows \(limit) requests a minute, more than the plan that this run assumes. "
        + "Set your plan with --plan, or the limit with --rpm \(limit)."
    case .planIsHigherThanServers(let limit):
      "the server allows only \(limit) requests a minute; the run now keeps to this limit."
    case .outageBegan(let reason):
      "the service is not working (\(Int(reason) == nil ? reason : "status \(reason)")). "
        + "The run continues by itself when the service is back."
    case .recovered(let length):
      "the service is back after \(Int((length / .seconds(1)).rounded())) s."
    case .balanceEmpty(let shortfall, let poll):
      "the balance is not enough (\(shortfall.message)). Every \(Int(poll / .seconds(1))) s, "
        + "one job tests whether credits were added."
    case .balanceBack: "the balance is enough again."
    case .halted(let halt): halt.cause
    }
  }
}

extension Halt {
  /// One sentence for people to read. It can contain words of the server that are not made
  /// printable yet.
  package var cause: String {
    switch self {
    case .insufficientBalance(let shortfall):
      "the balance is not enough: \(shortfall.words)."
    case .keyRefused(let message): "the API key was refused: \(message)."
    case .failures(let count): "\(count) jobs have failed for good (--max-failures)."
    case .cost(let spent, let cap, let next):
      "the next request could cost \(Figure.dollars(next)), and \(Figure.dollars(spent)) of "
        + "\(Figure.dollars(cap)) is already spent (--max-cost)."
    case .credits(let left): "\(left) credits are left (--min-credits)."
    case .until: "the time set with --until is reached."
    case .allAlike(let count, let failure):
      "the first \(count) jobs all failed in the same way: \(failure.label): \(failure.message)."
    case .unreachable(let length, let reason):
      "no success for \(Int((length / .seconds(1)).rounded())) s: \(reason)."
    case .signal(let number): "interrupted by signal \(number)."
    case .diskFailed(let error): error.problem
    case .jobFileChanged(let change): change.problem
    }
  }

  /// What the user can do; `nil`: only to run the same command again.
  package var remedy: String? {
    switch self {
    case .insufficientBalance:
      "Add credits or turn on auto-recharge at skillboss.co/console, then run the same command again."
    case .keyRefused:
      "Possible causes: a wrong key format, an expired or revoked key, stray white space, a missing "
        + "header. Verify that it reads 'sk-...', check for a truncated key, or download the Skills "
        + "Pack again from skillboss.co/console."
    case .allAlike(_, let failure) where failure.kind == .unexpectedAnswer:
      "Look at failures.jsonl: either the jobs do not say what you expect, or the schema asks for "
        + "something else. Fix one of them, then run the same command again with --retry-failed."
    case .failures, .allAlike:
      "Look at failures.jsonl, fix the jobs, then run the same command again."
    case .cost:
      "Raise --max-cost, or lower max_tokens in the jobs, then run the same command again."
    case .credits: "Add credits, or lower --min-credits, then run the same command again."
    case .unreachable: "Check the network and the base URL, then run the same command again."
    case .diskFailed(let error): error.remedy
    case .jobFileChanged(let change): change.remedy
    case .until, .signal: nil
    }
  }
}
