import Basics
import BatchRunner

/// The sections of the page that are tables or text. Each writes nothing if it has nothing to show.
extension RunPage {
  func models(_ page: inout Markup) {
    guard answers.answers > 0 else { return }
    page.element("section") { page in
      page.element("h2", "Models")
      var table = PageTable([
        .wide("model"), .number("answers"), .number("tokens in"), .number("cached"),
        .number("out"), .number("thinking"), .number("cost"), .number("p50"), .number("p95"),
        .number("p99"), .number("truncated"),
      ])
      for (name, model) in answers.byModel {
        let times = [0.5, 0.95, 0.99].map { share in
          model.latency.quantile(share).map(LatencyChart.time) ?? "–"
        }
        table.rows.append(
          [
            name, Figure.count(model.answers), Figure.compact(model.tokensIn),
            Self.orDash(model.tokensCached), Figure.compact(model.tokensOut),
            Self.orDash(model.tokensReasoning), cost(of: name, model),
          ] + times + [model.truncated > 0 ? Figure.count(model.truncated) : "–"])
      }
      table.draw(into: &page)
      page.element(
        "p", ["class": "soft"],
        "These costs are those of the answers in results.jsonl: what was counted when they came, "
          + "else what they report, else the prices of: \(prices). The total above also has the "
          + "answers that were replaced.")
      if let difference = journal.summary.spend.differenceWords {
        page.element(
          "p", ["class": "soft"], "\(difference.prefix(1).uppercased())\(difference.dropFirst()).")
      }
      if !answers.unpriced.isEmpty {
        let listed = answers.unpriced.prefix(10).joined(separator: ", ")
        let more = answers.unpriced.count - 10
        page.element(
          "p", ["class": "soft"],
          "No price is known for \(listed)\(more > 0 ? " and \(more) more" : ""); their answers "
            + "are not counted as free.")
      }
    }
  }

  /// What the answers of a model cost, and how many of them are not in that.
  private func cost(of name: String, _ model: AnswerFigures.Model) -> String {
    let unknown = answers.unpriced.contains(name) ? "unpriced" : "unknown"
    guard let cost = model.cost else { return unknown }
    return Figure.dollars(cost)
      + (model.withoutCost > 0 ? " + \(Figure.count(model.withoutCost)) \(unknown)" : "")
  }

  private static func orDash(_ count: Int) -> String { count > 0 ? Figure.compact(count) : "–" }

  func comparison(_ page: inout Markup) {
    guard let comparison = manifest.comparison else { return }
    page.element("section") { page in
      page.element("h2", "Estimated against actual")
      var table = PageTable(
        [.text("of the last session"), .number("estimated"), .number("actual"), .number("error")])
      func row(_ name: String, _ figure: Comparison.Figure, _ words: (Double) -> String) {
        table.rows.append([
          name, words(figure.estimated), words(figure.actual), Self.error(figure),
        ])
      }
      row("tokens in", comparison.tokensIn, Self.whole)
      row("tokens out", comparison.tokensOut, Self.whole)
      if let usd = comparison.usd { row("cost", usd) { Figure.dollars(Money(dollars: $0)) } }
      if let seconds = comparison.seconds {
        row("time", seconds) { Duration.milliseconds(Int(min(max(0, $0), 1e12) * 1000)).words }
      }
      for model in comparison.models.prefix(AnswerFigures.modelsListed) {
        row(
          "text of \(Excerpt.of(model.model, longest: 60)), in tokens", model.tokensIn, Self.whole)
      }
      table.draw(into: &page)
      page.element(
        "p", ["class": "soft"],
        "For \(Figure.count(comparison.answered)) of \(Figure.count(comparison.jobs)) jobs; the "
          + "estimate was based on: \(Excerpt.of(comparison.evidence, longest: 80)).")
    }
  }

  /// A count that may be a fraction, rounded. Clamped, because the manifest may contain any number.
  private static func whole(_ value: Double) -> String {
    Figure.compact(Int(min(max(0, value), 1e15).rounded()))
  }

  /// The error of the estimate in percent, with its sign; a dash if it is unknown.
  private static func error(_ figure: Comparison.Figure) -> String {
    guard let percent = figure.errorPercent else { return "–" }
    let rounded = Int(max(-1e6, min(1e6, percent)).rounded())
    return "\(rounded > 0 ? "+" : rounded < 0 ? "−" : "")\(abs(rounded)) %"
  }

  func failureKinds(_ page: inout Markup) {
    guard failures.jobs > 0 else { return }
    page.element("section") { page in
      page.element("h2", "Failures")
      var table = PageTable([.wide("reason"), .number("jobs"), .wide("examples")])
      for (name, kind) in failures.byKind {
        for (index, example) in kind.examples.enumerated() {
          let words = "\(example.id) (line \(example.line))"
          table.rows.append([
            index == 0 ? name : "", index == 0 ? Figure.count(kind.count) : "",
            example.message.isEmpty ? words : "\(words): \(example.message)",
          ])
        }
      }
      table.draw(into: &page)
    }
  }

  /// The answers that are stored, but perhaps not what the user wants.
  func flaggedAnswers(_ page: inout Markup) {
    for (title, flagged, words) in [
      ("Truncated answers", answers.truncated, "ended at max_tokens"),
      ("Filtered answers", answers.filtered, "ended by a content filter"),
      ("Empty answers", answers.empty, "without text or tool calls"),
    ] where flagged.count > 0 {
      page.element("section") { page in
        page.element("h2", title)
        let more = flagged.count - flagged.ids.count
        page.element(
          "p",
          "\(Figure.count(flagged.count, "answer")) \(words): "
            + flagged.ids.joined(separator: ", ")
            + (more > 0 ? ", and \(Figure.count(more)) more." : "."))
      }
    }
  }

  func topJobs(_ page: inout Markup) {
    guard answers.answers > 0 else { return }
    page.element("section") { page in
      page.element("h2", "Longest jobs")
      list(answers.longest.elements, &page)
      guard !answers.dearest.elements.isEmpty else { return }
      page.element("h2", "Most expensive jobs")
      list(answers.dearest.elements, &page)
    }
  }

  private func list(_ jobs: [AnswerFigures.Job], _ page: inout Markup) {
    var table = PageTable([
      .wide("job"), .number("line"), .text("model"), .number("latency"), .number("tokens in"),
      .number("out"), .number("cost"),
    ])
    for job in jobs {
      table.rows.append([
        job.id, Figure.count(job.line), job.model, LatencyChart.time(job.latencyMilliseconds),
        job.tokens.map { Figure.count($0.in) } ?? "–",
        job.tokens.map { Figure.count($0.out) } ?? "–",
        job.cost.map(Figure.dollars) ?? "unknown",
      ])
    }
    table.draw(into: &page)
  }

  func events(_ page: inout Markup) {
    guard journal.events.count > 0 else { return }
    page.element("section") { page in
      page.element("h2", "Events")
      var table = PageTable([.word("when"), .word("what"), .wide("")])
      let listed = FirstAndLast(journal.events.elements, limit: Self.eventsListed)
      for event in listed.elements {
        table.rows.append([
          local(event.at), Excerpt.of(event.kind, longest: 40).replacing("_", with: " "),
          event.text,
        ])
      }
      table.draw(into: &page)
      let dropped = journal.events.count - listed.elements.count
      if dropped > 0 {
        page.element(
          "p", ["class": "soft"],
          "\(Figure.count(dropped)) in the middle are left out; journal.jsonl contains them all.")
      }
    }
  }

  /// The table shows at most this many events.
  private static let eventsListed = 40

  func sessions(_ page: inout Markup) {
    guard journal.sessions.count > 0 else { return }
    page.element("section") { page in
      page.element("h2", "Sessions")
      var table = PageTable([
        .number("no."), .word("began"), .number("lasted"), .text("plan"), .number("to do"),
        .number("attempts"), .number("succeeded"), .number("failed"), .number("spent"),
        .wide("ended"),
      ])
      for session in journal.sessions.elements {
        let lasted = session.lastAt.milliseconds - session.began.milliseconds
        let rpm = session.requestsPerWindow.map { ", \(Figure.count($0))/window" } ?? ""
        table.rows.append([
          Figure.count(session.number), local(session.began),
          Duration.milliseconds(max(0, lasted)).words,
          "\(session.plan)\(rpm), \(Figure.count(session.concurrency)) at once",
          Figure.count(session.toDo), Figure.count(session.attempts),
          Figure.count(session.succeeded), Figure.count(session.failed),
          Figure.dollars(session.spend), end(of: session),
        ])
      }
      table.draw(into: &page)
      if journal.sessions.dropped > 0 {
        page.element(
          "p", ["class": "soft"],
          "\(Figure.count(journal.sessions.dropped, "session")) in the middle are left out.")
      }
    }
  }

  /// How a session ended, in words.
  private func end(of session: SessionList.Session) -> String {
    guard let stopped = session.stopped else {
      let isLast = session.number == journal.sessions.count
      return isLast && isRunning == true ? "still running" : "killed"
    }
    return "\(stopped.state.rawValue) (\(stopped.status.rawValue))"
      + (stopped.text.isEmpty ? "" : ": \(stopped.text)")
  }

  func footer(_ page: inout Markup) {
    page.element("footer") { page in
      if damaged > 0 || !torn.isEmpty {
        page.element("p", damageWords)
      }
      let unfinished = journal.summary.unfinished.count
      if unfinished > 0, isRunning != true {
        page.element(
          "p",
          "\(Figure.count(unfinished, "attempt")) started but did not end, and may have been "
            + "charged without an answer.")
      }
      page.element(
        "p", ["class": "soft"],
        "Made by nightshift on \(local(readAt)) from the files in \(directory.path), run "
          + "\(manifest.runID).")
    }
  }

  /// Which lines could not be read.
  private var damageWords: String {
    var parts: [String] = []
    for (count, file) in [
      (journal.damaged, "journal.jsonl"), (answers.damaged, "results.jsonl"),
      (failures.damaged, "failures.jsonl"),
    ] where count > 0 {
      parts.append("\(Figure.count(count, "line")) of \(file) could not be read")
    }
    for file in torn { parts.append("the last line of \(file) is incomplete") }
    return "Not counted: " + parts.joined(separator: ", ") + "."
  }
}
