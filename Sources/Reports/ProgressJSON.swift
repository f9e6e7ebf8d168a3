package import Basics
package import BatchRunner

/// The progress of a run as one JSON object on one line. Members may be added, but never renamed:
///
/// - `type`: `progress`, or `note`, which has only one other member, `text`.
/// - `time`: RFC 3339, UTC, to the millisecond.
/// - `jobs`, `succeeded`, `failed`, `left`: jobs of the job files, earlier runs included.
/// - `to_do_at_start`, `ended_now`, `failed_now`, `left_now`: jobs of this run.
/// - `in_flight`: attempts in flight; `attempts`: attempts of this run whose bytes left.
/// - `waiting_to_retry`: jobs that wait for another attempt.
/// - `retries`, `failures`: objects with a count for each reason, in this run.
/// - `tokens_in`, `tokens_out`, `truncated`, `filtered`, `empty`: as the answers of this run reported them.
/// - `credits_left`: a number, or `null` if the server reported none.
/// - `spend_usd`: US dollars for answers with known tokens and price, earlier sessions included.
///   `spend_perhaps_usd`: the most that attempts which may have been charged add to it. `unpriced`:
///   the number of answers without a price, which are in neither. `spend_at_end_usd`: what
///   `spend_usd` will be when all jobs are done, if the rest costs as much as the jobs of this
///   session did, or `null`. `spend_credits`: `spend_usd` at the rate of `--credits-per-usd`, or
///   `null`.
/// - `balance_warnings`: the number of answers that said that the balance is low.
/// - `limits`: `plan`, `requests_per_window`, `tokens_per_window`, `requests_per_day` and
///   `tokens_per_day` (`null` where there is no such limit), `window_seconds`, `margin_seconds`,
///   `concurrency`.
/// - `learned_starts_per_second`: what the server has shown to take where the plan does not know its
///   limit; missing while nothing was learned.
/// - `jobs_per_minute`, `elapsed_seconds`; `remaining_seconds`: an estimate, or `null`.
/// - `stragglers`: the last requests in flight if they take unusually long, oldest first, three at
///   most: objects with `id`, `model` and `seconds` (since the start).
/// - `waiting_models`: the models that wait for a limit of their own while others go on: objects with
///   `model` and `seconds`.
/// - `waiting`: `null`, or an object whose `for` says what the run waits for: `rate_window` and
///   `server_limit` with `seconds`; `daily_limit` with `seconds` and `limit` (in words); `outage` with `since_seconds`, `reason` and
///   `next_probe_seconds`; `balance` with `next_probe_seconds`. That number is `null` while a probe
///   is in flight.
/// - `is_draining`: the run was told to stop.
package enum ProgressJSON {
  /// Without a line break.
  package static func text(_ progress: RunProgress, at wall: Date) -> String {
    var line = JSONLine()
    line.member("type", "progress")
    line.member("time", Timestamp(wall).rfc3339)
    jobs(progress, in: &line)
    attempts(progress, in: &line)
    line.member("tokens_in", progress.tokensIn)
    line.member("tokens_out", progress.tokensOut)
    line.member("truncated", progress.truncated)
    line.member("filtered", progress.filtered)
    line.member("empty", progress.empty)
    line.member("credits_left", progress.creditsLeft)
    line.member("balance_warnings", progress.balanceWarnings)
    spend(progress, in: &line)
    line.member("limits", limits(progress.limits))
    if let rate = progress.learnedStartsPerSecond {
      line.member("learned_starts_per_second", rate)
    }
    line.member("jobs_per_minute", (progress.jobsPerMinute * 1000).rounded() / 1000)
    line.member("elapsed_seconds", progress.elapsed.inSeconds)
    line.member("remaining_seconds", progress.remaining?.inSeconds)
    line.member("stragglers", progress.stragglers.map(\.json))
    line.member("waiting_models", progress.waitingModels.map(\.json))
    line.member("waiting", progress.waiting.map { waiting($0) })
    line.member("is_draining", progress.isDraining)
    return line.text
  }

  /// A note for the same stream, without a line break.
  package static func note(_ text: String) -> String {
    var line = JSONLine()
    line.member("type", "note")
    line.member("text", text)
    return line.text
  }

  private static func jobs(_ progress: RunProgress, in line: inout JSONLine) {
    line.member("jobs", progress.jobs)
    line.member("succeeded", progress.succeeded)
    line.member("failed", progress.failed)
    line.member("left", progress.left)
    line.member("to_do_at_start", progress.toDoAtStart)
    line.member("ended_now", progress.endedNow)
    line.member("failed_now", progress.failedNow)
    line.member("left_now", progress.leftNow)
  }

  private static func attempts(_ progress: RunProgress, in line: inout JSONLine) {
    line.member("in_flight", progress.inFlight)
    line.member("waiting_to_retry", progress.waitingToRetry)
    line.member("attempts", progress.attempts)
    line.member("retries", progress.retries)
    line.member("failures", progress.failures)
  }

  private static func spend(_ progress: RunProgress, in line: inout JSONLine) {
    let spend = progress.spend
    line.member("spend_usd", spend.known.dollars)
    line.member("spend_perhaps_usd", spend.perhaps.dollars)
    line.member("spend_unknown_usd", spend.unknownCeiling.dollars)
    line.member("unknown_costs", spend.unknown)
    line.member("unpriced", spend.unpriced)
    line.member("spend_credits", progress.creditsPerUSD.map { spend.known.dollars * $0 })
    line.member("spend_at_end_usd", progress.spendAtEnd.map(\.dollars))
  }

  private static func limits(_ plan: Plan) -> JSONLine {
    var line = JSONLine()
    line.member("plan", plan.name.rawValue)
    line.member("requests_per_window", plan.requestsPerWindow)
    line.member("window_seconds", plan.window.inSeconds)
    line.member("tokens_per_window", plan.tokensPerWindow)
    line.member("requests_per_day", plan.requestsPerDay)
    line.member("tokens_per_day", plan.tokensPerDay)
    line.member("margin_seconds", plan.margin.inSeconds)
    line.member("concurrency", plan.concurrency)
    return line
  }

  private static func waiting(_ waiting: Waiting) -> JSONLine {
    var line = JSONLine()
    switch waiting {
    case .rateWindow(let rest):
      line.member("for", "rate_window")
      line.member("seconds", rest.inSeconds)
    case .serverLimit(let rest):
      line.member("for", "server_limit")
      line.member("seconds", rest.inSeconds)
    case .dailyLimit(let rest, let limit):
      line.member("for", "daily_limit")
      line.member("seconds", rest.inSeconds)
      line.member("limit", limit)
    case .outage(let since, let reason, let probe):
      line.member("for", "outage")
      line.member("since_seconds", since.inSeconds)
      line.member("reason", reason)
      line.member("next_probe_seconds", probe?.inSeconds)
    case .balance(let probe):
      line.member("for", "balance")
      line.member("next_probe_seconds", probe?.inSeconds)
    }
    return line
  }
}
