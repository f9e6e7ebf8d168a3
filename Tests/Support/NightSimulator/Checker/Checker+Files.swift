// What stands on the disk, against what the wire saw.
extension Checker {
  /// Whether an answer that the client had at `ended` may be missing, and by which promise not.
  func excuse(_ wire: Wire) -> (isExcused: Bool, promise: Promise) {
    guard let ended = wire.endedAt else { return (true, .d5) }
    let session = sessions[wire.session]
    if let failed = session.disk.failedAt {
      // A process that dies with a full disk has no last try.
      let isDead = session.death == .killed || session.death == .powerCut
      if !session.isDiskWellAtEnd || isDead && ended + slack >= failed { return (true, .d7) }
    }
    if session.death != .killed, session.death != .powerCut { return later(wire, ended) }
    if ended + slack > session.ended { return (true, .d1) }
    return later(wire, ended)
  }

  /// A power cut takes what no sync made last, of earlier sessions too.
  private func later(_ wire: Wire, _ ended: Instant) -> (isExcused: Bool, promise: Promise) {
    for session in sessions[wire.session...] where session.death == .powerCut {
      let isSafe = sessions[wire.session...session.number].contains { earlier in
        let syncs = wire.isUsable ? earlier.disk.syncs : earlier.disk.lastSyncs
        return syncs.contains { $0.began >= ended + slack && $0.ended <= session.ended }
      }
      return (!isSafe, .d2)
    }
    return (false, sessions[wire.session].death == .killed ? .d1 : .d4)
  }

  mutating func checkAnswersKept() {
    let all = final.results + final.failures + final.unusable
    let kept = Set(LineText.marks(in: final.results))
    let anywhere = Set(LineText.marks(in: all) + final.salvage.flatMap(LineText.marks))
    for wire in wires where wire.endedAt != nil {
      guard let mark = wire.mark else { continue }
      let (isExcused, promise) = excuse(wire)
      if wire.isUsable {
        let isKept = kept.contains(mark)
        if !isKept, isExcused { note(excused: 1) }
        hold(
          promise, isKept || isExcused,
          "the answer to \(wire.token) of \(Self.at(wire.endedAt ?? 0)) is lost")
      } else {
        hold(
          .m8, anywhere.contains(mark) || isExcused,
          "what came for \(wire.token) at \(Self.at(wire.endedAt ?? 0)) is nowhere")
      }
    }
  }

  /// Each line is whole, tells of an answer that was given, and has a name of its own.
  mutating func checkFinalLines() {
    var ids: [String: [UInt8]] = [:]
    for (name, bytes) in [
      ("results", final.results), ("failures", final.failures), ("unusable", final.unusable),
      ("journal", final.journal),
    ] {
      let (lines, tail) = LineText.split(bytes)
      hold(.d3, tail.isEmpty, "\(name).jsonl does not end with a newline")
      for (index, line) in lines.enumerated() {
        hold(.d3, LineText.isObject(line), "\(name).jsonl:\(index + 1) is no JSON object")
        guard name != "journal", let id = LineText.value("id", in: line) else { continue }
        // An answer that broke off stands beside the failure that it was; each in its own file.
        let key = name == "unusable" ? name + id : id
        hold(
          .d4, ids[key].map { name == "unusable" && $0 == line } ?? true,
          "\(name).jsonl:\(index + 1): '\(id)' is there twice")
        ids[key] = line
      }
    }
  }

  /// After a finished run each job stands in exactly one file, with an answer to its own body.
  mutating func checkEachJob() {
    guard let last = sessions.last else { return }
    let given = Dictionary(
      wires.filter(\.isUsable).compactMap { wire in wire.mark.map { ($0, wire.token) } },
      uniquingKeysWith: { first, _ in first })
    var answers: [String: [String]] = [:]
    for line in LineText.split(final.results).lines {
      let id = LineText.value("custom_id", in: line) ?? "?"
      let tokens = LineText.marks(in: line).compactMap { given[$0] }
      hold(.d4, !tokens.isEmpty, "the result of '\(id)' was never given")
      answers[id, default: []] += tokens
    }
    let failed = Set(
      LineText.split(final.failures).lines.map { LineText.value("custom_id", in: $0) ?? "?" })
    for job in last.jobs {
      let mine = (answers[job.id] ?? []).count { $0 == job.token }
      let isFailed = failed.contains(job.id)
      hold(.d4, mine > 0 || isFailed, "job '\(job.id)' stands nowhere")
      hold(.d4, mine == 0 || !isFailed, "job '\(job.id)' stands in both files")
      hold(.d5, mine < 2, "job '\(job.id)' was paid \(mine) times")
    }
  }

  /// A job fails for good for a reason that the wire saw.
  mutating func checkFailures() {
    guard let last = sessions.last else { return }
    let tokens = Dictionary(last.jobs.map { ($0.id, $0.token) }, uniquingKeysWith: { $1 })
    let copies = Dictionary(last.jobs.map { ($0.token, 1) }, uniquingKeysWith: +)
    for line in LineText.split(final.failures).lines {
      guard let id = LineText.value("custom_id", in: line), let token = tokens[id],
        !copies.values.contains(where: { $0 > 1 })
      else { continue }
      var isJust = false
      for session in sessions {
        let mine = wires.filter { $0.session == session.number && $0.token == token }
        if mine.isEmpty { continue }
        let ambiguous = mine.count {
          $0.endedAt != nil && $0.kind.mayBePaid && !$0.isExcused(session.asleep)
        }
        let isRefused = mine.contains { if case .refused = $0.kind { true } else { false } }
        let all = wires.filter { $0.session == session.number }
        isJust =
          isJust || isRefused || ambiguous >= 2 || mine.count { $0.kind == .rateLimited } >= 5
          || AttemptCount(all, slack: slack, asleep: session.asleep).most[token, default: 0]
            >= plan.maxAttempts
      }
      hold(.m7, isJust, "job '\(id)' (\(token)) failed without its attempts")
    }
  }

  /// A sync begins at most 200 ms after a result was written, and one ends before every exit.
  mutating func checkSyncs() {
    let longest: Instant = 200_000_000 + plan.stall.nanoseconds * 4
    for session in sessions where session.disk.failedAt == nil {
      for written in session.disk.writes {
        let isAsleep = session.asleep.contains { $0.overlaps(written..<(written + longest)) }
        let isInTime = session.disk.syncs.contains {
          written <= $0.began && $0.began <= written + longest
        }
        hold(
          .d2, isInTime || isAsleep || session.ended < written + longest,
          "a result of \(Self.at(written)) was not synced in time")
      }
      guard case .exited = session.death, let written = session.disk.writes.last else { continue }
      hold(
        .d2, session.disk.syncs.contains { $0.began >= written },
        "session \(session.number) ended without a sync")
    }
  }

  /// What was whole at a death stays, and what was torn is set aside.
  mutating func checkTails() {
    let lines = Set(LineText.split(final.results).lines)
    for session in sessions where session.death == .powerCut {
      let (whole, tail) = LineText.split(session.files.results)
      for line in whole + (tail.isEmpty ? [] : [tail]) {
        if LineText.isObject(line), line != tail {
          hold(.d3, lines.contains(line), "a whole line is gone after session \(session.number)")
        } else {
          hold(
            .d3, final.salvage.contains { LineText.find(line, in: $0) != nil },
            "a torn line of session \(session.number) is not in salvage/")
        }
      }
    }
  }

  /// The journal names what a kill left in flight, and has a start for each arrival.
  mutating func checkJournal() {
    for session in sessions where session.death == .killed && session.disk.failedAt == nil {
      let ids = Dictionary(session.jobs.map { ($0.token, $0.id) }, uniquingKeysWith: { $1 })
      let open = Set(Self.open(session.files.journal).values)
      let kept = Set(LineText.marks(in: session.files.results))
      for wire in wires where wire.session == session.number && wire.kind != .unreached {
        let isLost = wire.isUsable && wire.mark.map { !kept.contains($0) } ?? false
        guard wire.endedAt == nil || isLost, let id = ids[wire.token] else { continue }
        let names = session.jobs.filter { $0.token == wire.token }.map(\.id)
        hold(.d5, names.contains(where: open.contains), "'\(id)' was in flight, and is not named")
      }
    }
    guard !sessions.contains(where: { $0.death == .powerCut }) else { return }
    let starts = LineText.split(final.journal).lines.compactMap { line in
      LineText.value("e", in: line) == "start" ? LineText.number("a", in: line) : nil
    }
    let arrivals = wires.count { $0.kind != .unreached }
    hold(.m4, Set(starts).count == starts.count, "an attempt stands in the journal twice")
    hold(.m4, starts.count >= arrivals, "\(arrivals) arrivals, \(starts.count) in the journal")
  }

  /// Attempts that started and did not end, with their jobs.
  private static func open(_ journal: [UInt8]) -> [Int: String] {
    var open: [Int: String] = [:]
    for line in LineText.split(journal).lines {
      guard let attempt = LineText.number("a", in: line) else { continue }
      switch LineText.value("e", in: line) {
      case "start": open[attempt] = LineText.value("custom_id", in: line) ?? "?"
      case "end": open[attempt] = nil
      default: break
      }
    }
    return open
  }
}
