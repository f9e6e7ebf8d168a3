import Basics
package import BatchRunner

/// The live view of a run, as lines for a terminal of a given size.
package struct Panel: Sendable, Equatable {
  /// Columns that the panel may use; at least 1.
  package var width: Int
  /// Lines that the panel may use; at least 1.
  package var height: Int
  package var hasColour: Bool
  /// Without it, the lines contain only ASCII.
  package var isUnicode: Bool

  package init(width: Int, height: Int = 24, hasColour: Bool = false, isUnicode: Bool = true) {
    self.width = max(1, width)
    self.height = max(1, height)
    self.hasColour = hasColour
    self.isUnicode = isUnicode
  }

  /// The lines from top to bottom. None is wider than ``width``; the only control characters in
  /// them are those of colours. If there are more than ``height``, the least important ones are
  /// left out.
  package func lines(for progress: RunProgress) -> [String] {
    var lines = [
      bar(progress), pace(progress), tokens(progress), retries(progress), failures(progress),
      spend(progress), credits(progress), stragglers(progress), time(progress), models(progress),
      holdUp(progress),
    ].compactMap(\.self)
    while lines.count > height, let lowest = lines.map(\.rank).min() {
      lines.removeAll { $0.rank == lowest }
    }
    return lines.map(render)
  }

  /// Chooses the form that fits the width, and colours it.
  private func render(_ line: PanelLine) -> String {
    let spans = PanelLine(rank: line.rank, candidates: line.candidates.map { $0.map(printable) })
      .spans(width: width, ellipsis: isUnicode ? "…" : "...")
    return spans.map { paint($0) }.joined()
  }

  private func printable(_ span: PanelLine.Span) -> PanelLine.Span {
    .init(text: Printable(span.text, asciiOnly: !isUnicode).description, tone: span.tone)
  }

  /// Puts the ANSI codes of the span's colour around its text.
  private func paint(_ span: PanelLine.Span) -> String {
    let code: Int? =
      switch span.tone {
      case .plain: nil
      case .good: 32
      case .bad: 31
      case .warning: 33
      case .quiet: 2
      }
    guard hasColour, let code, !span.text.isEmpty else { return span.text }
    return "\u{1B}[\(code)m\(span.text)\u{1B}[0m"
  }
}

// MARK: - The lines

extension Panel {
  /// The bar and how many jobs are done. The bar needs at least 10 columns and uses at most 40.
  private func bar(_ progress: RunProgress) -> PanelLine {
    let done = Figure.count(progress.succeeded)
    let jobs = Figure.count(progress.jobs)
    let share = Figure.percent(progress.succeeded, of: progress.jobs)
    let leftNow = Figure.count(progress.leftNow)
    let now = progress.leftNow == progress.left ? "" : " (\(leftNow) this run)"
    let texts = [
      "\(done) of \(jobs) done (\(share)), \(Figure.count(progress.left)) left\(now)",
      "\(done) of \(jobs) done (\(share))",
    ]
    let barred = texts.compactMap { text -> [PanelLine.Span]? in
      let room = min(40, width - DisplayWidth.of(text) - 2)
      guard room >= 10 else { return nil }
      return gauge(progress, width: room) + [.init(text: "  " + text)]
    }
    let bare = texts + ["\(done)/\(jobs) \(share)", share]
    return PanelLine(rank: 10, candidates: barred + bare.map { [.init(text: $0)] })
  }

  /// The jobs as a bar of three parts: done, failed, left.
  private func gauge(_ progress: RunProgress, width: Int) -> [PanelLine.Span] {
    let signs = isUnicode ? ["█", "▒", "░"] : ["#", "x", "."]
    // Without Unicode, two columns are for the brackets.
    let inside = isUnicode ? width : width - 2
    let scale = Double(inside) / Double(max(1, progress.jobs))
    let share = Double(max(0, progress.failed)) * scale
    let ended = min(inside, Int(Double(max(0, progress.succeeded)) * scale + share))
    let failed = min(ended, Int(share.rounded(.up)))
    let spans: [PanelLine.Span] = [
      .init(text: String(repeating: signs[0], count: ended - failed), tone: .good),
      .init(text: String(repeating: signs[1], count: failed), tone: .bad),
      .init(text: String(repeating: signs[2], count: inside - ended), tone: .quiet),
    ]
    return isUnicode ? spans : [.init(text: "[")] + spans + [.init(text: "]")]
  }

  /// Jobs per minute, requests in flight, and jobs that wait for a retry.
  private func pace(_ progress: RunProgress) -> PanelLine {
    let limit = progress.limits.startsPerMinute.map { "limit \(Figure.rate($0))" } ?? "no limit"
    let flight = "\(progress.inFlight) of \(progress.limits.concurrency) in flight"
    var parts: [PanelLine.Span] = [
      .init(text: "\(Figure.rate(progress.jobsPerMinute)) jobs/min (\(limit))"),
      .init(text: flight),
    ]
    if let learned = progress.learnedWords { parts.append(.init(text: learned)) }
    if progress.waitingToRetry > 0 {
      parts.append(.init(text: "\(Figure.count(progress.waitingToRetry)) to retry"))
    }
    let brief: PanelLine.Span = .init(text: "\(Figure.rate(progress.jobsPerMinute)) jobs/min")
    let whole = PanelLine(rank: 7, parts: parts).candidates
    return PanelLine(rank: 7, candidates: whole + [[brief]])
  }

  private func tokens(_ progress: RunProgress) -> PanelLine {
    let (sent, got) = (Figure.compact(progress.tokensIn), Figure.compact(progress.tokensOut))
    var parts: [PanelLine.Span] = [.init(text: "tokens: \(sent) in, \(got) out")]
    for (count, words) in [
      (progress.truncated, "cut off at max_tokens"), (progress.filtered, "filtered"),
      (progress.empty, "empty"),
    ] where count > 0 {
      parts.append(.init(text: "\(Figure.count(count)) \(words)", tone: .warning))
    }
    let whole = PanelLine(rank: 1, parts: parts).candidates
    return PanelLine(rank: 1, candidates: whole + [[.init(text: "\(sent) in, \(got) out")]])
  }

  private func retries(_ progress: RunProgress) -> PanelLine? {
    reasons("retries", progress.retries, rank: 2, tone: .plain)
  }

  private func failures(_ progress: RunProgress) -> PanelLine? {
    if progress.failures.isEmpty, progress.failed > 0 {
      let text = "failed: \(Figure.count(progress.failed)) in earlier runs"
      return PanelLine(rank: 6, parts: [.init(text: text, tone: .bad)])
    }
    return reasons("failed", progress.failures, rank: 6, tone: .bad)
  }

  /// A total with its most frequent reasons, in several lengths; `nil` if there are none.
  private func reasons(
    _ title: String, _ reasons: [String: Int], rank: Int, tone: PanelLine.Tone
  ) -> PanelLine? {
    guard !reasons.isEmpty else { return nil }
    let candidates = [3, 2, 1].map { RunProgress.tally(reasons, top: $0) }
    let total = Figure.count(reasons.values.reduce(0, +))
    return PanelLine(
      rank: rank,
      candidates: (candidates + [total]).map { [.init(text: "\(title): \($0)", tone: tone)] })
  }

  /// What was spent, what it will be at the end, and what may have been charged in addition.
  private func spend(_ progress: RunProgress) -> PanelLine? {
    guard let known = progress.spendWords else { return nil }
    let perhaps = progress.spend.perhapsWords.map { PanelLine.Span(text: $0, tone: .warning) }
    let end = progress.spendAtEnd.map {
      PanelLine.Span(text: "about \(Figure.dollars($0)) at the end")
    }
    let parts = [PanelLine.Span(text: "spend: \(known)"), end, perhaps].compactMap(\.self)
    return PanelLine(rank: 3, parts: parts)
  }

  private func credits(_ progress: RunProgress) -> PanelLine? {
    let left = progress.creditsLeft.map { "\(Figure.credits($0)) left" }
    guard progress.isBalanceLow else {
      return left.map { PanelLine(rank: 5, parts: [.init(text: "credits: \($0)")]) }
    }
    let texts = [
      "credits: \(left.map { $0 + ", " } ?? "")the balance is low",
      "credits: \(left ?? "low")",
    ]
    return PanelLine(rank: 5, candidates: texts.map { [.init(text: $0, tone: .warning)] })
  }

  private func time(_ progress: RunProgress) -> PanelLine {
    let elapsed = PanelLine.Span(text: "elapsed \(progress.elapsed.countdown)", tone: .quiet)
    let left = progress.remaining.map { PanelLine.Span(text: "\($0.countdown) left") }
    return PanelLine(rank: 8, parts: [left, elapsed].compactMap(\.self))
  }

  /// The last requests, if they take long; `nil` if none does.
  private func stragglers(_ progress: RunProgress) -> PanelLine? {
    let words = progress.stragglers.map(\.words)
    guard !words.isEmpty else { return nil }
    let texts = words.indices.reversed().map { words[...$0].joined(separator: ", ") }
    return PanelLine(
      rank: 4, candidates: texts.map { [.init(text: "slow: \($0)", tone: .warning)] })
  }

  /// The models that wait while others go on; `nil` if none does.
  private func models(_ progress: RunProgress) -> PanelLine? {
    let texts = progress.waitingModelTexts
    guard !texts.isEmpty else { return nil }
    return PanelLine(rank: 9, candidates: texts.map { [.init(text: $0, tone: .warning)] })
  }

  /// What the run waits for; `nil` if it waits for nothing.
  private func holdUp(_ progress: RunProgress) -> PanelLine? {
    let texts = [progress.holdUp, progress.briefHoldUp].compactMap(\.self)
    guard !texts.isEmpty else { return nil }
    return PanelLine(rank: 9, candidates: texts.map { [.init(text: $0, tone: .warning)] })
  }
}
