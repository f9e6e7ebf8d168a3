package import Basics

/// What a journal tells when it is read from end to end.
package struct JournalSummary: Sendable {
  /// An attempt that started, and of whose end nothing is known.
  package struct Unfinished: Sendable, Equatable {
    package let job: String
    package let line: Int
    /// It belongs to a boot that is over.
    package let isOfEarlierBoot: Bool
    /// `nil`: the line does not tell.
    package let startedAt: WallTime?
    /// What it counts against limits of tokens; 0: there were none.
    package let tokens: Int
  }

  /// Attempts that may have been under way when a process was killed.
  package private(set) var unfinished: [Unfinished] = []
  /// The highest number that an attempt had.
  package private(set) var lastAttempt: UInt64 = 0
  package private(set) var attemptsSent = 0
  package private(set) var tokensIn = 0
  package private(set) var tokensOut = 0
  /// The most tokens of attempts that may have been charged and tell no counts. They are not in
  /// ``tokensIn`` and ``tokensOut``.
  package private(set) var tokensAtMost = 0
  /// All that counts towards a budget.
  package var tokens: Int { tokensIn + tokensOut + tokensAtMost }
  package private(set) var maybePaid = 0
  /// Knows how long the answers of the last session took.
  package private(set) var stragglers = Stragglers()
  /// As it was priced when it was spent; answers of before there were prices are unpriced.
  package private(set) var spend = Spend()
  /// Of the answers in ``spend`` that are unpriced.
  package private(set) var unpricedTokens = (in: 0, out: 0)
  /// Retries by why.
  package private(set) var verdicts: [String: Int] = [:]
  /// Answers that were asked for again, by what was wrong with them; without zeros.
  package var askedAgain: [String: Int] {
    var counts: [String: Int] = [:]
    for reason in FollowUp.Reason.allCases.map(\.rawValue) {
      counts[reason] = verdicts["again: \(reason)"]
    }
    return counts
  }
  package private(set) var sessions = 0
  /// Jobs in the job file when the last session began.
  package private(set) var jobs = 0
  /// When the last session began, and how many jobs it had to do.
  package private(set) var beganAt: String?
  package private(set) var toDoAtStart = 0
  /// Of the last session.
  package private(set) var bootID: String?
  /// Starts of this boot, in order of end, at most the last ``stampsKept``.
  package private(set) var stamps: [MonotonicInstant] = []
  /// There was a journal, however little a power cut left of it.
  private var isResumed = false
  /// The lengths that were last known to be on the disk.
  package private(set) var synced = JournalLine.Synced()
  /// The last `stopped` line; `nil` after a line of a newer session.
  package private(set) var stopped:
    (status: ExitStatus, state: RunStateName, text: String, at: String)?
  /// The pauses of the last session that may not be over.
  package private(set) var pauses: [JournalPause] = []
  /// The last pause or other event of the last session.
  package private(set) var lastEvent: (kind: String, text: String, at: String)?
  package private(set) var lastLineAt: String?

  /// More than the largest limit that a plan can have in a window of interest.
  private static let stampsKept = 1 << 17
  /// Starts since then are remembered with their tokens, see ``startsOfDay(at:wall:)``; `nil`: none.
  private let keepsStartsSince: BothClocks?
  private var datedStarts: [DatedStart] = []
  private let currentBoot: String?
  /// The last job that failed in a row with others; `nil`: a job has succeeded since, or the run was
  /// finished.
  package private(set) var streak: FailureStreak.Mark?
  /// Attempts whose jobs failed and are still to do, because they failed in a row.
  package private(set) var reopened: Set<UInt64> = []
  /// The last attempts of the jobs in ``streak``.
  private var streakAttempts: [UInt64] = []
  private var open: [UInt64: (offset: Int, isOfEarlierBoot: Bool, tokens: Int)] = [:]
  private var isThisBoot = false
  private var reader = JournalReader()

  /// `keepsStartsSince`: for limits of tokens and of a day; `nil`: there are none.
  package init(currentBoot: String? = BootClock.bootID, keepsStartsSince: BothClocks? = nil) {
    self.currentBoot = currentBoot
    self.keepsStartsSince = keepsStartsSince
  }

  /// Takes in one line; `nil`: it is no line of a journal.
  @discardableResult
  package mutating func add(_ bytes: UnsafeRawBufferPointer, offset: Int) -> JournalLine? {
    guard let line = reader.read(bytes) else { return nil }
    switch line {
    case .start(let start):
      lastAttempt = max(lastAttempt, start.attempt)
      open[start.attempt] = (offset, !isThisBoot, start.tokens)
    case .end(let end):
      add(end, bytes)
    case .began(let began):
      sessions += 1
      jobs = began.jobs
      lastLineAt = reader.timeText(bytes)
      (beganAt, toDoAtStart) = (lastLineAt, began.toDo)
      stragglers = Stragglers()
      bootID = began.boot
      isThisBoot = currentBoot != nil && bootID == currentBoot
      stopped = nil
      lastEvent = nil
      pauses = []
    case .synced(let lengths):
      synced = lengths
    case .event(let kind, let text, let pause):
      if let pause { add(pause) }
      let at = reader.timeText(bytes)
      lastEvent = (kind, text, at)
      lastLineAt = at
    case .reopened:
      reopened.formUnion(streakAttempts)
      endStreak()
      lastLineAt = reader.timeText(bytes)
    case .stopped(let status, let state, let text):
      if state == .finished { endStreak() }
      let at = reader.timeText(bytes)
      stopped = (status, state, text, at)
      lastLineAt = at
    case .other:
      lastLineAt = reader.timeText(bytes)
    }
    return line
  }

  private mutating func add(_ end: JournalLine.End, _ bytes: UnsafeRawBufferPointer) {
    if end.mayBePaid { maybePaid += 1 }
    if end.verdict == .succeeded {
      stragglers.answered(afterMilliseconds: end.latencyMilliseconds)
    }
    tokensAtMost += end.tokensAtMost
    if let known = end.known {
      spend.known = StoredNumber.sum(spend.known, known)
      if let listed = end.listed { add(known, listed: listed) }
    } else if let unknown = end.unknown {
      spend.unknown += 1
      spend.unknownCeiling = StoredNumber.sum(spend.unknownCeiling, unknown)
    } else if let perhaps = end.perhaps {
      spend.perhaps = StoredNumber.sum(spend.perhaps, perhaps)
    } else if end.isUnpriced || end.verdict == .succeeded {
      spend.count(.unpriced)
      unpricedTokens.in += end.tokensIn
      unpricedTokens.out += end.tokensOut
    } else if end.mayBePaid {
      spend.count(.perhapsUnpriced)
    }
    if end.verdict != .succeeded {
      let verdict = bytes[end.verdictText].dropFirst().dropLast()
      verdicts[String(decoding: verdict, as: UTF8.self), default: 0] += 1
    }
    addToStreak(end, bytes)
    let start = open.removeValue(forKey: end.attempt)
    keepStart(end, tokens: start?.tokens ?? 0, bytes)
    tokensIn += end.tokensIn
    tokensOut += end.tokensOut
    guard end.hasLeft else { return }
    attemptsSent += 1
    if isThisBoot {
      stamps.append(end.leftAt)
      if stamps.count > Self.stampsKept * 2 { stamps.removeFirst(Self.stampsKept) }
    }
  }

  /// Remembers a start that may count against a limit of tokens or of a day. `tokens`: what was
  /// assumed.
  private mutating func keepStart(
    _ end: JournalLine.End, tokens: Int, _ bytes: UnsafeRawBufferPointer
  ) {
    guard let since = keepsStartsSince, end.hasLeft, let at = JournalLine.time(of: bytes) else {
      return
    }
    // The wall clock may have been set since; that of this boot has not.
    let isOld =
      isThisBoot ? end.leftAt < since.boot : at.milliseconds <= since.wall.milliseconds
    guard !isOld else { return }
    let told = end.tokensIn + end.tokensOut
    datedStarts.append(
      DatedStart(
        leftAt: isThisBoot ? end.leftAt : nil,
        wall: WallTime(milliseconds: at.milliseconds - end.latencyMilliseconds),
        tokens: told > 0 ? told : tokens))
  }

  /// A later pause of the same model takes the place of an earlier one.
  private mutating func add(_ pause: JournalPause) {
    pauses.removeAll { $0.model == pause.model }
    if pauses.count < Self.mostPauses { pauses.append(pause) }
  }

  /// A run with very many models tells of no more than these.
  private static let mostPauses = 1000

  private mutating func add(_ reported: Money, listed: Money) {
    spend.differences.answers += 1
    spend.differences.reported = StoredNumber.sum(spend.differences.reported, reported)
    spend.differences.listed = StoredNumber.sum(spend.differences.listed, listed)
  }

  /// Follows the jobs that failed in a row. With ``FailureStreak/sampleSize`` of them the run has
  /// halted, or was killed just before it could.
  private mutating func addToStreak(_ end: JournalLine.End, _ bytes: UnsafeRawBufferPointer) {
    if end.verdict.isSuccess { return endStreak() }
    guard let mark = end.streak, let kind = JournalLine.text(mark.kind, in: bytes) else { return }
    if mark.position == 1 || kind != streak?.kind { endStreak() }
    streak = FailureStreak.Mark(position: mark.position, kind: kind)
    streakAttempts.append(end.attempt)
    if mark.position >= FailureStreak.sampleSize { reopened.formUnion(streakAttempts) }
  }

  private mutating func endStreak() {
    streak = nil
    streakAttempts = []
  }

  /// Names what was left open, by reading its lines again.
  package mutating func finish(_ file: ReadableFile) throws(FileError) {
    isResumed = true
    for (_, place) in open.sorted(by: { $0.key < $1.key }) {
      var lines = LineReader(file, from: place.offset)
      guard let line = try lines.next(), let bytes = line.bytes,
        case .start(let start) = reader.read(bytes),
        let id = JournalLine.text(start.id, in: bytes)
      else { continue }
      unfinished.append(
        Unfinished(
          job: id, line: start.line, isOfEarlierBoot: place.isOfEarlierBoot,
          startedAt: JournalLine.time(of: bytes), tokens: place.tokens))
    }
    open = [:]
    if (streak?.position ?? 0) >= FailureStreak.sampleSize { streak = nil }
  }

  /// Starts that may still lie in the window, as a limiter wants them. An attempt without an end
  /// counts as started at the last moment it can have: now, or the boot before which it was. What a
  /// power cut took of the journal may have been any number of starts before this boot. `limit`:
  /// more than so many never matter; `nil`: none do.
  package func history(
    at now: MonotonicInstant, limit: Int?
  ) -> (starts: [MonotonicInstant], uncertain: Int) {
    guard currentBoot != nil else { return (stamps, limit ?? 0) }
    let uncertain = unfinished.count { !$0.isOfEarlierBoot }
    let beforeBoot =
      isResumed ? Array(repeating: MonotonicInstant(nanoseconds: 0), count: limit ?? 0) : []
    return (beforeBoot + stamps, uncertain)
  }

  /// The starts of the last day, as a limiter wants them for limits of tokens and of a day.
  ///
  /// One of this boot has its time on the boot clock. The others have that of the wall clock; a time
  /// in the future counts as now. An attempt without an end counts as started at the last moment it
  /// can have.
  package func startsOfDay(at now: BothClocks) -> [EarlierStart] {
    guard keepsStartsSince != nil else { return [] }
    let ended = datedStarts.map { start in
      let ago = max(0, now.wall.milliseconds - start.wall.milliseconds)
      return EarlierStart(
        at: min(now.boot, start.leftAt ?? now.boot + .milliseconds(-ago)), tokens: start.tokens)
    }
    return ended
      + unfinished.map {
        EarlierStart(
          at: $0.isOfEarlierBoot ? MonotonicInstant(nanoseconds: 0) : now.boot, tokens: $0.tokens)
      }
  }

  /// A start with its time on both clocks. `leftAt`: `nil` if it was of another boot.
  private struct DatedStart: Sendable {
    let leftAt: MonotonicInstant?
    let wall: WallTime
    let tokens: Int
  }
}
