import Basics

extension Notice {
  /// The notice's kind in the journal, in event files and for scripts.
  package var kind: String {
    switch self {
    case .lowBalance: "low_balance"
    case .rateLimited: "rate_limited"
    case .tooManyInFlight: "too_many_in_flight"
    case .dailyLimit: "daily_limit"
    case .planIsLowerThanServers, .planIsHigherThanServers: "limit"
    case .outageBegan: "outage"
    case .recovered: "recovered"
    case .balanceEmpty: "balance_empty"
    case .balanceUnclear: "balance_unclear"
    case .balanceReturns: "balance_returns"
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
    case .rateLimited(let wait, let message, let model):
      "status 429: too many requests\(Self.quote(message)). "
        + (model.map { "No request for '\($0)' starts" } ?? "No request starts")
        + " for \(Int((wait / .seconds(1)).rounded(.up))) s."
    case .tooManyInFlight(let message):
      "too many requests at once\(Self.quote(message)). From now on there are fewer, and more again "
        + "once the server answers."
    case .dailyLimit(let wait, let next):
      "a limit is used up: \(wait.words). The next request may start at \(next.description)."
    case .planIsLowerThanServers(let limit):
      "the server allows \(limit) requests a minute, more than the plan that this run assumes. "
        + "Set your plan with --plan, or the limit with --rpm \(limit)."
    case .planIsHigherThanServers(let limit):
      "the server allows only \(limit) requests a minute; the run now keeps to this limit."
    case .outageBegan(let reason):
      "the service is not working (\(reason)). "
        + "The run continues by itself when the service is back."
    case .recovered(let length):
      "the service is back after \(Int((length / .seconds(1)).rounded())) s."
    case .balanceEmpty(let shortfall, let poll):
      "the balance is not enough (\(shortfall.message)). Every \(Int(poll / .seconds(1))) s, "
        + "one job tests whether credits were added."
    case .balanceUnclear(let shortfall, let wait):
      "the balance may not be enough (\(shortfall.message)). Some services say this at a rate "
        + "limit too, so one job tests it in \(Int((wait / .seconds(1)).rounded(.up))) s."
    case .balanceReturns(let shortfall, let wait):
      "the balance is used up for the moment (\(shortfall.message)). One job tests it in "
        + "\(Int((wait / .seconds(1)).rounded(.up))) s."
    case .balanceBack: "the balance is enough again."
    case .halted(let halt): halt.cause
    }
  }

  /// The server's words in brackets; nothing if there are none.
  private static func quote(_ message: String) -> String {
    message.isEmpty ? "" : " (\(message))"
  }
}

extension Halt {
  /// One sentence for people to read. It can contain words of the server that are not made
  /// printable yet.
  package var cause: String {
    switch self {
    case .insufficientBalance(let shortfall):
      "the balance is not enough: \(shortfall.words)".withFullStop
    case .keyRefused(let message, let said):
      "the API key was refused: \(message)."
        + (said.isEmpty ? "" : " The server says: \(said.withFullStop)")
    case .failures(let count): "\(count) jobs have failed for good (--max-failures)."
    case .cost(let spent, let cap, let next):
      "the next request could cost \(Figure.dollars(next)), and \(Figure.dollars(spent)) of "
        + "\(Figure.dollars(cap)) is already spent (--max-cost)."
    case .tokens(let used, let budget, let next):
      "the next request could take \(Figure.count(next, "token")), and \(Figure.count(used)) of "
        + "\(Figure.count(budget)) are already used (--token-budget)."
    case .credits(let left): "\(left) credits are left (--min-credits)."
    case .until: "the time set with --until is reached."
    case .allAlike(let count, let failure):
      "\(count) jobs in a row failed alike: \(failure.label): \(failure.message)".withFullStop
    case .unreachable(let length, let reason):
      "no success for \(Int((length / .seconds(1)).rounded())) s: \(reason)".withFullStop
    case .turnedDown(let length, let message):
      "for \(length.words) the server turned every request down"
        + (message.isEmpty ? "." : ": \(message.withFullStop)")
    case .limitResetsLater(let wait, let at, let message, let models):
      Self.limits(of: models) + " in \(wait.words), at \(at.description)"
        + (message.isEmpty ? "." : ": \(message.withFullStop)")
    case .signal(let number): "interrupted by signal \(number)."
    case .diskFailed(let error): error.problem
    case .jobFileChanged(let change): change.problem
    }
  }

  private static func limits(of models: [String]) -> String {
    switch models.count {
    case 0: "a limit is used up and resets"
    case 1: "a limit of model '\(models[0])' is used up and resets"
    default:
      "limits of \(models.count) models are used up "
        + "(\(models.prefix(3).map { "'\($0)'" }.joined(separator: ", "))"
        + (models.count > 3 ? " and others" : "") + "), and the first resets"
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
      "Look at failures.jsonl: either the jobs do not say what you expect, or the schema or the "
        + "labels ask for something else. Fix one of them, then run the same command again: these jobs are still to "
        + "do."
    case .allAlike:
      "Look at failures.jsonl. Fix the cause, or take these jobs out of the file, then run the same "
        + "command again: these jobs are still to do."
    case .failures:
      "Look at failures.jsonl, fix the jobs, then run the same command again."
    case .cost:
      "Raise --max-cost, or lower max_tokens in the jobs, then run the same command again."
    case .tokens:
      "Raise --token-budget, or lower max_tokens in the jobs, then run the same command again."
    case .credits: "Add credits, or lower --min-credits, then run the same command again."
    case .turnedDown, .limitResetsLater:
      "Run the same command again when the limit has reset, or raise --max-outage to wait for it."
    case .unreachable: "Check the network and the base URL, then run the same command again."
    case .diskFailed(let error): error.remedy
    case .jobFileChanged(let change): change.remedy
    case .until, .signal: nil
    }
  }
}
