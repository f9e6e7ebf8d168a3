package import Basics

/// What a journal tells when it is read from end to end.
package struct JournalSummary: Sendable {
  /// An attempt that started, and of whose end nothing is known.
  package struct Unfinished: Sendable, Equatable {
    package let job: String
    package let line: Int
    /// It belongs to a boot that is over.
    package let isOfEarlierBoot: Bool
  }

  /// Attempts that may have been under way when a process was killed.
  package private(set) var unfinished: [Unfinished] = []
  /// The highest number that an attempt had.
  package private(set) var lastAttempt: UInt64 = 0
  package private(set) var attemptsSent = 0
  package private(set) var tokensIn = 0
  package private(set) var tokensOut = 0
  package private(set) var maybePaid = 0
  /// As it was priced when it was spent; answers of before there were prices are unpriced.
  package private(set) var spend = Spend()
  /// Of the answers in ``spend`` that are unpriced.
  package private(set) var unpricedTokens = (in: 0, out: 0)
  /// Retries by why.
  package private(set) var verdicts: [String: Int] = [:]
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
  package private(set) var synced = (results: 0, failures: 0, unusable: 0, journal: 0)
  /// The last `stopped` line; `nil` after a line of a newer session.
  package private(set) var stopped: (status: Int32, state: String, text: String, at: String)?
  /// The last pause or other event of the last session.
  package private(set) var lastEvent: (kind: String, text: String, at: String)?
  package private(set) var lastLineAt: String?

  /// More than the largest limit that a plan can have in a window of interest.
  private static let stampsKept = 1 << 17
  /// A century after boot, in milliseconds: a line that says more was not written by us.
  private static let latestStamp = 100 * 366 * 86_400_000
  private let currentBoot: String?
  private var open: [UInt64: (offset: Int, isOfEarlierBoot: Bool)] = [:]
  private var isThisBoot = false
  private var outline = JSONOutline()

  package init(currentBoot: String? = BootClock.bootID) {
    self.currentBoot = currentBoot
  }

  /// Takes in one line; `false`: it is no line of a journal.
  package mutating func take(_ bytes: UnsafeRawBufferPointer, offset: Int) -> Bool {
    var cursor = Cursor(bytes)
    if cursor.skip("{\"e\":\"end\",\"a\":") { return takeEnd(&cursor, bytes) }
    if cursor.skip("{\"e\":\"start\",\"a\":") {
      guard let attempt = cursor.number(), cursor.skip(",\"line\":"), cursor.number() != nil,
        cursor.skip(",\"sent_before\":"), cursor.number() != nil,
        cursor.skip(",\"custom_id\":"), cursor.string() != nil, Self.ends(&cursor, bytes)
      else { return false }
      lastAttempt = max(lastAttempt, UInt64(attempt))
      open[UInt64(attempt)] = (offset, !isThisBoot)
      return true
    }
    return takeOther(bytes)
  }

  private mutating func takeEnd(_ cursor: inout Cursor, _ bytes: UnsafeRawBufferPointer) -> Bool {
    guard let attempt = cursor.number(), cursor.skip(",\"left_ms\":"),
      let left = cursor.number(), cursor.skip(",\"in\":"), let tokensIn = cursor.number(),
      cursor.skip(",\"out\":"), let tokensOut = cursor.number(), cursor.skip(",\"ms\":"),
      cursor.number() != nil, cursor.skip(",\"status\":"), cursor.number() != nil,
      left <= Self.latestStamp, max(tokensIn, tokensOut) <= ResponseBody.mostTokens
    else { return false }
    let known = cursor.skip(",\"nanousd\":") ? cursor.number() : nil
    let perhaps = cursor.skip(",\"nanousd_perhaps\":") ? cursor.number() : nil
    let isUnpriced = cursor.skip(",\"unpriced\":1")
    let mayBePaid = cursor.skip(",\"paid\":\"maybe\"")
    guard cursor.skip(",\"verdict\":"), let verdict = cursor.string(), Self.ends(&cursor, bytes)
    else { return false }
    if mayBePaid { maybePaid += 1 }
    let hasSucceeded = bytes[verdict].elementsEqual("\"succeeded\"".utf8)
    if let known {
      spend.count(.known(Money(nanodollars: known)))
    } else if let perhaps {
      spend.count(.perhaps(Money(nanodollars: perhaps)))
    } else if isUnpriced || hasSucceeded {
      spend.count(.unpriced)
      unpricedTokens.in += tokensIn
      unpricedTokens.out += tokensOut
    } else if mayBePaid {
      spend.count(.perhapsUnpriced)
    }
    if !hasSucceeded {
      verdicts[
        String(decoding: bytes[verdict].dropFirst().dropLast(), as: UTF8.self), default: 0] +=
        1
    }
    open.removeValue(forKey: UInt64(attempt))
    self.tokensIn += tokensIn
    self.tokensOut += tokensOut
    if left > 0 {
      attemptsSent += 1
      if isThisBoot {
        stamps.append(MonotonicInstant(nanoseconds: Int64(left) * 1_000_000))
        if stamps.count > Self.stampsKept * 2 { stamps.removeFirst(Self.stampsKept) }
      }
    }
    return true
  }

  /// Every byte of a start and an end is looked at: what a power cut garbled may begin and end well.
  private static func ends(_ cursor: inout Cursor, _ bytes: UnsafeRawBufferPointer) -> Bool {
    cursor.skip(",\"at\":") && cursor.string() != nil && cursor.skip("}")
      && cursor.at == bytes.count
  }

  private mutating func takeOther(_ text: UnsafeRawBufferPointer) -> Bool {
    guard (try? outline.read(text, depth: 1)) != nil,
      let kind = outline.member("e", in: text).flatMap({ outline.string($0, in: text) })
    else { return false }
    func string(_ name: StaticString) -> String {
      outline.member(name, in: text).flatMap { outline.string($0, in: text) } ?? ""
    }
    func number(_ name: StaticString) -> Int {
      outline.member(name, in: text).flatMap { outline.integer($0, in: text) } ?? 0
    }
    switch kind {
    case "began":
      sessions += 1
      jobs = number("jobs")
      (beganAt, toDoAtStart) = (string("at"), number("to_do"))
      bootID = string("boot")
      isThisBoot = currentBoot != nil && bootID == currentBoot
      stopped = nil
      lastEvent = nil
    case "synced":
      synced = (number("results"), number("failures"), number("unusable"), number("journal"))
    case "event":
      lastEvent = (string("kind"), string("text"), string("at"))
    case "stopped":
      stopped = (Int32(number("status")), string("state"), string("text"), string("at"))
    default:
      break
    }
    if kind != "synced" { lastLineAt = string("at") }
    return true
  }

  /// Names what was left open, by reading its lines again.
  package mutating func finish(_ file: ReadableFile) throws(FileError) {
    isResumed = true
    for (_, place) in open.sorted(by: { $0.key < $1.key }) {
      var lines = LineReader(file, from: place.offset)
      guard let line = try lines.next(), let bytes = line.bytes,
        (try? outline.read(bytes, depth: 1)) != nil,
        let id = outline.member("custom_id", in: bytes).flatMap({ outline.string($0, in: bytes) })
      else { continue }
      let number = outline.member("line", in: bytes).flatMap { outline.integer($0, in: bytes) }
      unfinished.append(
        Unfinished(job: id, line: number ?? 0, isOfEarlierBoot: place.isOfEarlierBoot))
    }
    open = [:]
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
}
