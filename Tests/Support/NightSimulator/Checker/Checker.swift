import Basics

/// Holds the promises against what the wire saw and what stands on the disk.
struct Checker {
  let plan: NightPlan
  let sessions: [SessionRecord]
  let wires: [Wire]
  let final: DiskFiles
  private(set) var violations: [Violation] = []
  private(set) var checks: [Promise: Int] = [:]
  /// Usable answers that the client had read and that are nowhere, whatever the excuse.
  private(set) var excused = 0
  private let bySession: [[Wire]]

  /// From an order to its first byte, at the longest.
  static let hesitation: Instant = 2_100_000_000

  /// From an answer's last byte to its line on the disk, at the longest.
  let slack: Instant

  init(_ plan: NightPlan, _ sessions: [SessionRecord], _ wires: [Wire], final: DiskFiles) {
    self.plan = plan
    self.sessions = sessions
    self.wires = wires
    self.final = final
    slack = 25_000_000 + plan.stall.nanoseconds * 4
    var bySession: [[Wire]] = Array(repeating: [], count: sessions.count)
    for wire in wires { bySession[wire.session].append(wire) }
    self.bySession = bySession
  }

  mutating func check() {
    checkWindow()
    checkConnections()
    checkAnswersKept()
    checkFinalLines()
    checkEachJob()
    checkFailures()
    checkSyncs()
    checkTails()
    checkJournal()
    for (session, wires) in zip(sessions, bySession) {
      checkBalance(session, wires)
      checkKey(wires)
      checkRetries(session, wires)
      checkPauses(session, wires)
      checkOutage(session, wires)
      checkDisk(session, wires)
    }
  }

  mutating func hold(_ promise: Promise, _ holds: Bool, _ text: @autoclosure () -> String) {
    checks[promise, default: 0] += 1
    if !holds { violations.append(Violation(promise: promise, text: text())) }
  }

  mutating func note(excused count: Int) { excused += count }

  /// How a time is written in a message.
  static func at(_ instant: Instant) -> String { "\(Double(instant / 1000) / 1e6) s" }
}

// MARK: - Money on the wire

extension Checker {
  private mutating func checkWindow() {
    let reached = wires.filter { $0.kind != .unreached }
    if let limit = plan.limit {
      for group in scopes(reached) {
        let worst = Self.most(group, in: plan.window)
        hold(
          .m2, worst.count <= limit,
          "\(worst.count) starts in a window before \(Self.at(worst.at))")
      }
    }
    guard let day = plan.day, !isDayUnknown else { return }
    let isCut = sessions.contains { $0.death == .powerCut }
    let starts = isCut ? startsInJournal : [:]
    for group in scopes(reached.filter { !isCut || isInJournal($0, starts) }) {
      let worst = Self.most(group, in: day.length)
      hold(
        .m2, worst.count <= day.most, "\(worst.count) starts in a day before \(Self.at(worst.at))")
    }
  }

  /// All together, or those of each model if each has limits of its own.
  private func scopes(_ wires: [Wire]) -> [[Wire]] {
    plan.limitsPerModel ? Array(Dictionary(grouping: wires, by: \.model).values) : [wires]
  }

  private static func most(_ wires: [Wire], in window: Duration) -> (count: Int, at: Instant) {
    let stamps = wires.map(\.arrivedAt).sorted()
    var first = 0
    var worst = (count: 0, at: Instant(0))
    for last in stamps.indices {
      while stamps[first] + window.nanoseconds <= stamps[last] { first += 1 }
      if last - first + 1 > worst.count { worst = (last - first + 1, stamps[last]) }
    }
    return worst
  }

  /// Before the machine was started again, a start is known by the wall clock alone, and somebody has
  /// set it.
  private var isDayUnknown: Bool {
    !plan.wallJumps.isEmpty && sessions.contains { $0.death == .powerCut }
  }

  /// Whether the journal tells of the start. A power cut may have taken its line, so that later
  /// sessions could not know of it.
  private func isInJournal(_ wire: Wire, _ starts: [UInt64: [Int]]) -> Bool {
    let left = NightPlan.unixSeconds(at: 0) * 1000 + Int(wire.leftAt / 1_000_000)
    return starts[wire.attempt, default: []].contains {
      (0...Int(Self.hesitation / 1_000_000) + 500).contains(left - $0)
    }
  }

  /// By attempt: when its start was written, in milliseconds since 1970. Attempts whose start a power
  /// cut took gave their numbers to later ones.
  private var startsInJournal: [UInt64: [Int]] {
    var starts: [UInt64: [Int]] = [:]
    for line in LineText.split(final.journal).lines
    where LineText.value("e", in: line) == "start" {
      guard let attempt = LineText.number("a", in: line), let text = LineText.value("at", in: line),
        let at = WallTime(rfc3339: Array(text.utf8))
      else { continue }
      starts[UInt64(attempt), default: []].append(at.milliseconds)
    }
    return starts
  }

  private mutating func checkConnections() {
    var edges: [(at: Instant, change: Int)] = []
    for wire in wires where wire.kind != .unreached {
      edges.append((wire.leftAt, 1))
      edges.append((wire.endedAt ?? max(wire.leftAt, sessions[wire.session].ended), -1))
    }
    edges.sort { ($0.at, $0.change) < ($1.at, $1.change) }
    var open = 0
    var most = 0
    for edge in edges {
      open += edge.change
      most = max(most, open)
    }
    let allowed = plan.concurrency * (plan.limitsPerModel ? plan.models : 1)
    hold(.m3, most <= allowed, "\(most) connections at once")
  }

  private mutating func checkBalance(_ session: SessionRecord, _ wires: [Wire]) {
    let empties = wires.filter { $0.kind == .emptyBalance && $0.endedAt != nil }
    guard let known = empties.map(knownAt).min() else { return }
    if plan.isBalanceUnclear { return checkUnclearBalance(wires, known) }
    guard let poll = plan.poll else {
      let late = wires.filter { $0.leftAt > known }
      hold(.m1, late.isEmpty, "\(late.count) starts after an empty balance at \(Self.at(known))")
      return
    }
    var lastEmpty: Instant = 0
    var met: Set<String> = []
    var openUntil: Instant = 0
    for wire in wires.sorted(by: { $0.leftAt < $1.leftAt }) {
      for empty in empties where knownAt(empty) <= wire.leftAt {
        met.insert(empty.token)
        // What came in the same instant was not judged yet.
        let heard = empty.statusAt ?? 0
        if heard + slack <= wire.leftAt { lastEmpty = max(lastEmpty, heard) }
      }
      // Those that were turned away and have met nothing else since.
      // Other models may wait for a limit of their own.
      let turnedAway = met.filter { token in
        plan.model(of: token) == wire.model
          && !wires.contains {
            $0.token == token && $0.leftAt < wire.leftAt
              && ![.emptyBalance, .rateLimited, .unreached, .keyRefused].contains($0.kind)
              && $0.leftAt > known
          }
      }
      guard wire.leftAt > known else { continue }
      hold(
        .m1, met.contains(wire.token) || turnedAway.isEmpty,
        "a probe at \(Self.at(wire.leftAt)) was never turned away")
      hold(
        .m1, wire.leftAt >= lastEmpty + poll.nanoseconds - 1_000_000,
        "a probe at \(Self.at(wire.leftAt)), too early")
      hold(.m1, wire.leftAt >= openUntil, "two probes at once at \(Self.at(wire.leftAt))")
      openUntil = wire.endedAt ?? .max
      if wire.isUsable { return }
    }
  }

  /// The server's words may mean a rate limit too: one probe at a time, and not at once.
  private mutating func checkUnclearBalance(_ wires: [Wire], _ known: Instant) {
    var openUntil = known
    for wire in wires.filter({ $0.leftAt > known }).sorted(by: { $0.leftAt < $1.leftAt }) {
      hold(.m1, wire.leftAt >= openUntil, "two probes at once at \(Self.at(wire.leftAt))")
      if wire.isUsable { return }
      let pause: Instant = wire.kind == .emptyBalance ? 1_000_000_000 : 0
      openUntil = wire.endedAt.map { $0 + pause } ?? .max
    }
  }

  /// When the client knew: at the status line of a 402, else once the answer was whole.
  private func knownAt(_ wire: Wire) -> Instant {
    switch wire.status {
    case 402: wire.statusAt ?? wire.endedAt ?? 0
    case 200: (wire.endedAt ?? 0) + slack
    default: wire.endedAt ?? 0
    }
  }

  private mutating func checkKey(_ wires: [Wire]) {
    for refusal in wires where refusal.kind == .keyRefused {
      guard let known = refusal.statusAt else { continue }
      let late = wires.first { $0.leftAt > known && $0.key == refusal.key && $0.kind != .unreached }
      hold(.m1, late == nil, "a refused key was sent again at \(Self.at(late?.leftAt ?? 0))")
    }
  }

  /// A 429 with a time to wait is a pause for its model, but for those on their way.
  private mutating func checkPauses(_ session: SessionRecord, _ wires: [Wire]) {
    for turned in wires {
      guard let seconds = turned.retryAfter, (1...10_000).contains(seconds),
        let ended = turned.endedAt
      else { continue }
      var begin = ended + slack + Self.hesitation
      // What was on its way leaves when the machine is awake again.
      for sleep in session.asleep where sleep.lowerBound <= begin && sleep.upperBound > ended {
        begin = sleep.upperBound + slack + Self.hesitation
      }
      let end = ended + Int64(seconds) * 1_000_000_000
      let late = wires.first {
        $0.model == turned.model && begin < $0.leftAt && $0.leftAt < end
      }
      hold(.m6, late == nil, "a start at \(Self.at(late?.leftAt ?? 0)), in the quiet after a 429")
    }
  }
}

// MARK: - Retries and outages

extension Checker {
  private mutating func checkRetries(_ session: SessionRecord, _ wires: [Wire]) {
    let copies = Dictionary(session.jobs.map { ($0.token, 1) }, uniquingKeysWith: +)
    for wire in wires where wire.endedAt != nil {
      guard case .refused = wire.kind else { continue }
      let again = wires.contains { $0.token == wire.token && $0.leftAt > wire.endedAt ?? .max }
      hold(
        .m5, !again || copies[wire.token] != 1,
        "\(wire.token) was refused for good and sent again")
    }
    for wire in wires {
      hold(.d4, copies[wire.token] != nil, "\(wire.token) was sent, and is no job of the file")
    }
    let most = plan.maxAttempts
    // Twins cannot be told apart on the wire, and so not how many different jobs failed in a row.
    guard !copies.values.contains(where: { $0 > 1 }) else { return }
    let count = AttemptCount(wires, slack: slack, asleep: session.asleep)
    for (token, attempts) in count.least where copies[token] == 1 {
      hold(.m5, attempts.all <= most, "\(token): \(attempts.all) attempts of \(most)")
      hold(.m5, attempts.mayBePaid <= 2, "\(token): \(attempts.mayBePaid) ambiguous attempts")
    }
  }

  private mutating func checkOutage(_ session: SessionRecord, _ wires: [Wire]) {
    for outage in AttemptCount(wires, slack: slack, asleep: session.asleep).outages {
      var openUntil: Instant = 0
      let probes = wires.filter {
        $0.leftAt > outage.lowerBound + slack + Self.hesitation && $0.leftAt < outage.upperBound
      }
      for probe in probes.sorted(by: { $0.leftAt < $1.leftAt }) {
        hold(.m7, probe.leftAt >= openUntil, "two at once in an outage at \(Self.at(probe.leftAt))")
        openUntil = probe.endedAt ?? .max
      }
    }
  }

  private mutating func checkDisk(_ session: SessionRecord, _ wires: [Wire]) {
    guard let failed = session.disk.failedAt else { return }
    let late = wires.first { $0.leftAt > failed + slack }
    hold(.d7, late == nil, "a start at \(Self.at(late?.leftAt ?? 0)), after the disk had failed")
    if case .exited(let status) = session.death {
      hold(.d7, status == 74, "the disk failed, and the status is \(status)")
    }
  }
}
