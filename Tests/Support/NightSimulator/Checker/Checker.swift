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
  private static let hesitation: Instant = 2_100_000_000

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
      checkPauses(wires)
      checkOutage(wires)
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
    guard let limit = plan.limit else { return }
    let stamps = wires.filter { $0.kind != .unreached }.map(\.arrivedAt).sorted()
    let window = plan.window.nanoseconds
    var first = 0
    var worst = (count: 0, at: Instant(0))
    for last in stamps.indices {
      while stamps[first] + window <= stamps[last] { first += 1 }
      if last - first + 1 > worst.count { worst = (last - first + 1, stamps[last]) }
    }
    hold(.m2, worst.count <= limit, "\(worst.count) starts in a window before \(Self.at(worst.at))")
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
    hold(.m3, most <= plan.concurrency, "\(most) connections at once")
  }

  private mutating func checkBalance(_ session: SessionRecord, _ wires: [Wire]) {
    let empties = wires.filter { $0.kind == .emptyBalance && $0.endedAt != nil }
    guard let known = empties.map(knownAt).min() else { return }
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
      let turnedAway = met.filter { token in
        !wires.contains {
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

  /// A 429 with a time to wait is a pause for everybody, but for those on their way.
  private mutating func checkPauses(_ wires: [Wire]) {
    for turned in wires {
      guard let seconds = turned.retryAfter, (1...10_000).contains(seconds),
        let ended = turned.endedAt
      else { continue }
      let begin = ended + slack + Self.hesitation
      let end = ended + Int64(seconds) * 1_000_000_000
      let late = wires.first { begin < $0.leftAt && $0.leftAt < end }
      hold(.m6, late == nil, "a start at \(Self.at(late?.leftAt ?? 0)), in the quiet after a 429")
    }
  }
}

// MARK: - Retries and outages

extension Checker {
  private mutating func checkRetries(_ session: SessionRecord, _ wires: [Wire]) {
    let copies = Dictionary(session.jobs.map { ($0.token, 1) }, uniquingKeysWith: +)
    var ambiguous: [String: Int] = [:]
    for wire in wires where wire.endedAt != nil {
      switch wire.kind {
      case .broken, .unusable: ambiguous[wire.token, default: 0] += 1
      case .refused:
        let again = wires.contains { $0.token == wire.token && $0.leftAt > wire.endedAt ?? .max }
        hold(
          .m5, !again || copies[wire.token] != 1,
          "\(wire.token) was refused for good and sent again")
      default: break
      }
    }
    for (token, count) in ambiguous {
      hold(.m5, count <= 2 * (copies[token] ?? 1), "\(token): \(count) ambiguous attempts")
    }
    for wire in wires {
      hold(.d4, copies[wire.token] != nil, "\(wire.token) was sent, and is no job of the file")
    }
    let most = plan.maxAttempts
    // Twins cannot be told apart on the wire, and so not how many different jobs failed in a row.
    guard !copies.values.contains(where: { $0 > 1 }) else { return }
    for (token, count) in counted(wires).attempts where copies[token] == 1 {
      hold(.m5, count <= most, "\(token): \(count) attempts of \(most)")
    }
  }

  /// Attempts that count against a job, those in an outage left out; and the outages: from the
  /// third job in a row without an answer, or nobody reached, until somebody answers.
  func counted(_ wires: [Wire]) -> (attempts: [String: Int], outages: [Range<Instant>]) {
    var attempts: [String: Int] = [:]
    var outages: [Range<Instant>] = []
    var streak: Set<String> = []
    var since: Instant?
    let ended = wires.filter { $0.end != nil }.sorted {
      ($0.end?.order ?? 0) < ($1.end?.order ?? 0)
    }
    for wire in ended {
      let now = wire.endedAt ?? 0
      var isFault = false
      switch wire.kind {
      case .broken, .unreached: isFault = true
      case .busy(let status): isFault = status >= 500
      default: break
      }
      // An answer that broke in the middle is one.
      if isFault {
        streak.insert(wire.token)
        if wire.kind == .unreached || streak.count >= 3 { since = since ?? now }
        if since == nil { attempts[wire.token, default: 0] += 1 }
        continue
      }
      if let began = since { outages.append(began..<max(began, now)) }
      (streak, since) = ([], nil)
      switch wire.kind {
      case .busy, .unusable: attempts[wire.token, default: 0] += 1
      default: break
      }
    }
    if let since { outages.append(since..<Instant.max) }
    return (attempts, outages)
  }

  private mutating func checkOutage(_ wires: [Wire]) {
    for outage in counted(wires).outages {
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
