import Basics
package import BatchRunner

/// The final report of a run as text.
package enum Summary {
  /// The lines without line breaks. Zero counts are omitted, except those of done, failed and left
  /// jobs.
  package static func lines(_ run: RunSummary, asciiOnly: Bool = false) -> [String] {
    let lines = ["\(ending(run.exitStatus)) (exit status \(run.exitStatus.rawValue))"] + table(run)
    return (lines + advice(run)).map { Printable($0, asciiOnly: asciiOnly).description }
  }

  /// The lines, each with its line break.
  package static func text(_ run: RunSummary, asciiOnly: Bool = false) -> String {
    lines(run, asciiOnly: asciiOnly).map { $0 + "\n" }.joined()
  }

  /// An exit status as a sentence.
  package static func ending(_ status: ExitStatus) -> String {
    switch status {
    case .finished: "Finished: every job has succeeded."
    case .someFailed: "Finished: some jobs failed for good."
    case .insufficientBalance: "Halted: insufficient balance."
    case .keyRefused: "Halted: no API key was found, or it was refused."
    case .stoppedEarly: "Stopped with jobs left."
    case .unreachable: "Halted: the service stayed unreachable."
    case .usage: "Not run: bad usage."
    case .invalidInput: "Stopped: the job file or the run directory is invalid."
    case .noInput: "Stopped: an input file is missing or unreadable."
    case .directoryInUse:
      "Not run: the run directory is in use by another run, or cannot be created."
    case .diskFailed: "Halted: the disk is full or failed."
    case .hungUp: "Interrupted by SIGHUP."
    case .interrupted: "Interrupted by SIGINT."
    case .terminated: "Interrupted by SIGTERM."
    case .userSignal: "Interrupted by SIGUSR1."
    case .outOfTime: "Interrupted by SIGXCPU."
    case .couldNotRun: "Could not run."
    }
  }

  /// The cause of a halt, its remedy, and the command that resumes the run.
  private static func advice(_ run: RunSummary) -> [String] {
    var lines: [String] = []
    if let halt = run.halt {
      lines.append(" cause: \(halt.cause)")
      if let remedy = halt.remedy { lines.append("remedy: \(remedy)") }
    }
    if !run.nextCommand.isEmpty { lines.append("  next: \(ShellQuote.command(run.nextCommand))") }
    return lines
  }

  /// Rows of a title and a text, aligned in two columns.
  private static func table(_ run: RunSummary) -> [String] {
    let rows = [("jobs", jobs(run.progress)), ("this run", thisRun(run))] + details(run)
    return rows.map { title, text in
      "  " + title + String(repeating: " ", count: 15 - title.count) + text
    }
  }

  private static func details(_ run: RunSummary) -> [(String, String)] {
    let progress = run.progress
    var rows: [(String, String)] = []
    func row(_ title: String, if isShown: Bool, _ text: @autoclosure () -> String) {
      if isShown { rows.append((title, text())) }
    }
    row("failed", if: !progress.failures.isEmpty, RunProgress.tally(progress.failures, top: 5))
    row("retries", if: !progress.retries.isEmpty, RunProgress.tally(progress.retries, top: 5))
    row("pace", if: progress.learnedWords != nil, progress.learnedWords ?? "")
    row("tokens", if: progress.tokensIn + progress.tokensOut > 0, tokens(progress))
    row("truncated", if: progress.truncated > 0, results(progress.truncated, "ended at max_tokens"))
    row(
      "filtered", if: progress.filtered > 0,
      results(progress.filtered, "ended by a content filter"))
    row("empty", if: progress.empty > 0, results(progress.empty, "without text or tool calls"))
    row("encoding", if: progress.unknownEncodings > 0, encodings(progress.unknownEncodings))
    row("credits", if: progress.creditsLeft != nil || progress.isBalanceLow, credits(progress))
    row("spend", if: progress.spendWords != nil, spend(run))
    row("", if: progress.spend.differences.answers > 0, progress.spend.differenceWords ?? "")
    row("", if: progress.withoutTierPrice > 0, tiers(progress.withoutTierPrice))
    if let comparison = run.comparison {
      rows += zip(["estimated", "against actual"], comparisons(comparison)).map { ($0, $1) }
      row("token counts", if: !comparison.models.isEmpty, countErrors(comparison.models))
    }
    row("perhaps paid", if: run.ambiguousAttempts > 0, ambiguous(run.ambiguousAttempts))
    row("perhaps spent", if: progress.spend.perhaps > .zero, perhaps(progress.spend))
    row("earlier crash", if: !run.inFlightAtCrash.isEmpty, crash(run.inFlightAtCrash))
    for (index, file) in run.files.enumerated() {
      rows.append((index == 0 ? "files" : "", "\(file.path) (\(Figure.count(file.lines, "line")))"))
    }
    return rows
  }

  private static func jobs(_ progress: RunProgress) -> String {
    let done = "\(Figure.count(progress.succeeded)) of \(Figure.count(progress.jobs)) done"
    let share = Figure.percent(progress.succeeded, of: progress.jobs)
    let failed = "\(Figure.count(progress.failed)) failed"
    return "\(done) (\(share)), \(failed), \(Figure.count(progress.left)) left"
  }

  /// What this session did, and how much of the rate limit it used.
  private static func thisRun(_ run: RunSummary) -> String {
    let ended = Figure.count(run.progress.endedNow, "job")
    let attempts = Figure.count(run.progress.attempts, "attempt")
    let allowed = run.progress.limits.startsAllowed(in: run.wallTime)
    let share = allowed.map { Figure.percent(run.progress.attempts, of: $0) }
    let used = share.map { ", \($0) of what the plan allows" } ?? ""
    return "\(ended) ended in \(run.wallTime.words), \(attempts)\(used)"
  }

  private static func tokens(_ progress: RunProgress) -> String {
    "\(Figure.compact(progress.tokensIn)) in, \(Figure.compact(progress.tokensOut)) out"
  }

  private static func results(_ count: Int, _ words: String) -> String {
    "\(Figure.count(count, "result")) \(words)"
  }

  private static func encodings(_ count: Int) -> String {
    "\(Figure.count(count, "answer")) in an encoding that this libcurl cannot decode; asked again "
      + "without compression"
  }

  private static func credits(_ progress: RunProgress) -> String {
    let left = progress.creditsLeft.map { "\(Figure.credits($0)) left" }
    return [left, progress.isBalanceLow ? "the balance is low" : nil].compactMap(\.self)
      .joined(separator: ", ")
  }

  private static func spend(_ run: RunSummary) -> String {
    let spend = run.progress.spendWords ?? ""
    return run.priceSource.map { "\(spend); prices: \($0)" } ?? spend
  }

  private static func tiers(_ count: Int) -> String {
    "\(Figure.count(count, "answer")) of a service tier without a price: counted at the standard price"
  }

  /// How far the counts of the requests' own text were off, by model:
  /// `claude-opus-4-8 +3 %, gpt-5 -1 %`.
  private static func countErrors(_ models: [Comparison.Model]) -> String {
    let listed = models.prefix(4).map { model in
      "\(model.model) " + (model.tokensIn.errorPercent.map(percent) ?? "unknown")
    }
    let more = models.count > 4 ? ", and \(Figure.count(models.count - 4)) more" : ""
    return "of the texts sent: " + listed.joined(separator: ", ") + more
  }

  /// With its sign, rounded: `+3 %`.
  private static func percent(_ value: Double) -> String {
    let rounded = Int(max(-1e6, min(1e6, value)).rounded())
    return "\(rounded > 0 ? "+" : "")\(rounded) %"
  }

  /// Two texts: the estimate, such as `12.0k tokens in, 3.4k out, $0.12, 4m 10s`, and the actual
  /// figures, each with the error of its estimate in percent.
  private static func comparisons(_ comparison: Comparison) -> [String] {
    func words(_ pick: (Comparison.Figure) -> Double, errors: Bool) -> String {
      func error(_ figure: Comparison.Figure) -> String {
        guard errors, let percent = figure.errorPercent else { return "" }
        return " (\(Self.percent(percent)))"
      }
      // An answer has tokens in any case: none means that the server reported none.
      func tokens(_ figure: Comparison.Figure) -> String {
        pick(figure) > 0 ? Figure.compact(Int(pick(figure).rounded())) : "unknown"
      }
      let time = comparison.seconds.map {
        ", \(Duration.milliseconds(Int(pick($0) * 1000)).words)\(error($0))"
      }
      let isKnown = pick(comparison.tokensIn) > 0
      let dollars = comparison.usd.flatMap { isKnown ? $0 : nil }.map {
        ", \(Figure.dollars(Money(dollars: pick($0))))\(error($0))"
      }
      return "\(tokens(comparison.tokensIn)) tokens in\(error(comparison.tokensIn)), "
        + "\(tokens(comparison.tokensOut)) out\(error(comparison.tokensOut))"
        + "\(dollars ?? "")\(time ?? "")"
    }
    let share =
      comparison.answered < comparison.jobs
      ? " for \(Figure.count(comparison.answered)) of \(Figure.count(comparison.jobs)) jobs" : ""
    return [words(\.estimated, errors: false) + share, words(\.actual, errors: true)]
  }

  /// The most that attempts which may have been charged add to the spend.
  private static func perhaps(_ spend: Spend) -> String {
    let unpriced = Figure.count(spend.perhapsUnpriced, "unpriced attempt")
    return "at most \(Figure.dollars(spend.perhaps)) more, for attempts that may have been charged"
      + (spend.perhapsUnpriced > 0 ? ", + \(unpriced)" : "")
  }

  private static func ambiguous(_ count: Int) -> String {
    "\(Figure.count(count, "attempt")) got no answer and may have been charged"
  }

  /// Names at most ten jobs; the journal contains all of them.
  private static func crash(_ names: [String]) -> String {
    let listed = names.prefix(10).joined(separator: ", ")
    let more = names.count > 10 ? ", and \(Figure.count(names.count - 10)) more" : ""
    let were = names.count == 1 ? "was" : "were"
    return "\(Figure.count(names.count, "job")) \(were) in flight and may have been charged: "
      + listed + more
  }
}
