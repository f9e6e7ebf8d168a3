import Basics
import BatchRunner

extension RunPage {
  /// The whole page as one file. It loads nothing from the network and contains no script.
  package var html: String {
    var page = Markup()
    page.verbatim("<!DOCTYPE html>\n")
    page.element("html", ["lang": "en"]) { page in
      page.element("head") { head(&$0) }
      page.element("body") { page in
        header(&page)
        page.element("main") { page in
          counts(&page)
          charts(&page)
          models(&page)
          comparison(&page)
          failureKinds(&page)
          flaggedAnswers(&page)
          topJobs(&page)
          events(&page)
          sessions(&page)
          footer(&page)
        }
      }
    }
    page.verbatim("\n")
    return page.text
  }

  private func head(_ page: inout Markup) {
    page.void("meta", ["charset": "utf-8"])
    page.void(
      "meta",
      [
        "http-equiv": "Content-Security-Policy",
        "content": "default-src 'none'; style-src 'unsafe-inline'",
      ])
    page.void("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
    page.void("meta", ["name": "color-scheme", "content": "light dark"])
    page.void("meta", ["name": "generator", "content": "nightshift"])
    page.element("title", "\(name): \(state.name.rawValue)")
    page.element("style") { $0.verbatim(PageStyle.sheet) }
  }

  /// The name of the run directory, without the folders that it is in.
  private var name: String {
    let name = PathName(directory.path).name
    return Excerpt.of(name.isEmpty ? directory.path : name, longest: 120)
  }

  private func header(_ page: inout Markup) {
    page.element("header") { page in
      page.element("h1", name)
      page.element("p") { page in
        page.element("span", ["class": "state \(stateClass)"], state.name.rawValue)
        page.appendText(" " + ending)
      }
      if !state.why.isEmpty, state.why != RunStatus.killed {
        page.element("p", "Why: " + Excerpt.of(state.why))
      }
      if let remedy { page.element("p", "What to do: " + remedy) }
      if !nextCommand.isEmpty {
        page.element("p", ["class": "soft"]) { page in
          page.appendText(
            "To resume the run, type the command that you used before. Or type this one, and add "
              + "your other options, such as --max-cost:")
        }
        page.element("pre") { $0.element("code", ShellQuote.command(nextCommand)) }
      }
      page.element("p", ["class": "soft"], origin)
    }
  }

  /// The CSS class of the state.
  private var stateClass: String {
    switch (state.name, exitStatus) {
    case (.running, _): "wait"
    case (_, .finished): "good"
    default: "bad"
    }
  }

  /// How the run ended, as a sentence.
  private var ending: String {
    if isRunning == true { return "A process is working on it now." }
    guard let exitStatus else { return "It was killed, so it could not record how it ended." }
    return Summary.ending(exitStatus) + " (exit status \(exitStatus.rawValue))"
  }

  /// The job file, the API, the plan and the times of the run.
  private var origin: String {
    let sessions = journal.sessions.elements
    var parts = [
      "Jobs: \(Excerpt.of(manifest.jobFile))",
      "API: \(manifest.isSandbox ? "the sandbox" : Excerpt.of(manifest.baseURL))",
      "plan \(Excerpt.of(manifest.plan, longest: 40))",
    ]
    if let first = sessions.first, let last = sessions.last {
      parts.append("from \(local(first.began)) to \(local(last.lastAt))")
    }
    return parts.joined(separator: " · ") + ". Times are \(zoneName)."
  }
}

// MARK: - Times

extension RunPage {
  /// `2026-11-23 02:14:05`, in the page's time zone.
  func local(_ time: WallTime) -> String {
    let stamp = Timestamp(local: time.milliseconds, zone)
    return "\(stamp.date) \(stamp.timeOfDay)"
  }

  /// The time zone, such as `Europe/Berlin (UTC+1)`, with the offset at the time of reading.
  var zoneName: String {
    let date = Date(timeIntervalSince1970: Double(readAt.milliseconds) / 1000)
    let minutes = zone.secondsFromGMT(for: date) / 60
    let rest = abs(minutes) % 60
    let offset =
      "UTC" + (minutes < 0 ? "−" : "+") + String(abs(minutes) / 60)
      + (rest == 0 ? "" : ":" + (rest < 10 ? "0" : "") + String(rest))
    return minutes == 0 ? "UTC" : "\(zone.name) (\(offset))"
  }
}

// MARK: - Figures at the top

extension RunPage {
  /// The tiles with the main figures.
  private func counts(_ page: inout Markup) {
    let total = journal.summary
    page.element("dl") { page in
      tile(&page, "jobs", Figure.count(jobs))
      tile(&page, "succeeded", Figure.count(succeeded), Figure.percent(succeeded, of: jobs))
      tile(&page, "failed", Figure.count(failed))
      tile(&page, "still to do", Figure.count(toDo))
      tile(&page, "active", activeTime.words, Figure.count(journal.sessions.count, "session"))
      tile(&page, "attempts", Figure.count(journal.attempts), retryWords)
      tile(
        &page, "tokens in", Figure.compact(total.tokensIn),
        "\(Figure.compact(total.tokensOut)) out")
      tile(&page, "spent", spendWords.0, spendWords.1)
      if let credits = manifest.totals.creditsLeft {
        tile(&page, "credits left", Figure.credits(credits), "when last reported")
      }
      if let rate = manifest.totals.learnedStartsPerSecond {
        tile(&page, "learned limit", LearnedRate.words(rate), "of the server")
      }
      for (name, flagged, note) in [
        ("truncated", answers.truncated, "ended at max_tokens"),
        ("filtered", answers.filtered, "ended by a content filter"),
        ("empty", answers.empty, "without text or tool calls"),
      ] where flagged.count > 0 {
        tile(&page, name, Figure.count(flagged.count), note)
      }
    }
  }

  /// A name, a figure, and a note in small letters below it.
  private func tile(_ page: inout Markup, _ name: String, _ value: String, _ note: String = "") {
    page.element("div") { page in
      page.element("dt", name)
      page.element("dd") { page in
        page.appendText(value)
        if !note.isEmpty { page.element("small", note) }
      }
    }
  }

  private var retryWords: String {
    let askedAgain = journal.summary.askedAgain
    return [
      journal.rateLimited > 0 ? "\(Figure.count(journal.rateLimited)) × 429" : nil,
      journal.retried > 0
        ? Figure.count(journal.retried) + (journal.retried == 1 ? " retry" : " retries") : nil,
      askedAgain.isEmpty ? nil : "asked again: \(RunProgress.tally(askedAgain))",
    ].compactMap(\.self).joined(separator: ", ")
  }

  /// The spend, and a note about what is not included in it.
  private var spendWords: (String, String) {
    let spend = journal.summary.spend
    var notes: [String] = []
    if let unknown = spend.unknownWords { notes.append("+ \(unknown)") }
    if spend.unpriced > 0 { notes.append("+ \(Figure.count(spend.unpriced, "unpriced answer"))") }
    if let perhaps = spend.perhapsWords { notes.append(perhaps) }
    let isKnown = spend.known > .zero || spend.unpriced + spend.unknown == 0
    return (isKnown ? Figure.dollars(spend.known) : "unknown", notes.joined(separator: ", "))
  }

  /// The total length of the sessions, without the pauses between them.
  var activeTime: Duration {
    journal.sessions.elements.reduce(.zero) { sum, session in
      sum + .milliseconds(max(0, session.lastAt.milliseconds - session.began.milliseconds))
    }
  }
}
