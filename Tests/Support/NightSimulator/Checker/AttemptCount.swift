/// The attempts of one session that count against their jobs, and its outages, as the rules ask for
/// them. Made from the wire alone, without the runner's code.
///
/// An outage lasts from the third job in a row without an answer, or from the first that reached
/// nobody, until somebody answers. Attempts in an outage do not count.
struct AttemptCount {
  struct Attempts {
    var all = 0
    /// Without a usable answer, but perhaps charged.
    var mayBePaid = 0
  }

  /// By token: attempts that certainly count.
  private(set) var least: [String: Attempts] = [:]
  /// By token: attempts that may count. Where a queue timed out, the wire does not tell exactly
  /// whether another job succeeded during the attempt.
  private(set) var most: [String: Int] = [:]
  private(set) var outages: [Range<Instant>] = []

  /// Jobs in a row without an answer.
  private var unanswered: Set<String> = []
  private var since: Instant?
  private var lastSuccess: Instant = .min
  /// By an error's words: the jobs that met it, and those after which another job succeeded.
  private var met: [String: (open: Set<String>, confirmed: Set<String>)] = [:]
  /// The words that a job met last.
  private var lastWords: [String: String] = [:]
  private let slack: Instant

  /// `slack`: how much later than it left the runner may have heard that a request has left.
  /// `asleep`: when the machine slept.
  init(_ wires: [Wire], slack: Instant, asleep: [Range<Instant>]) {
    self.slack = slack
    let ended = wires.filter { $0.end != nil && !$0.isExcused(asleep) }
    for wire in ended.sorted(by: { ($0.end?.order ?? 0) < ($1.end?.order ?? 0) }) { read(wire) }
    if let since { outages.append(since..<Instant.max) }
  }

  private mutating func read(_ wire: Wire) {
    let now = wire.endedAt ?? 0
    switch wire.kind {
    case .broken, .unreached: fault(wire, at: now)
    case .busy(let status):
      if meets(wire) || status == 409 || status == 425 {
        answered(at: now)
        count(wire)
      } else if [408, 504].contains(status), lastSuccess > wire.leftAt {
        most[wire.token, default: 0] += 1
        if lastSuccess > wire.leftAt + slack { countAtLeast(wire) }
      } else {
        // The runner may have heard of a success and of the start together.
        if [408, 504].contains(status), lastSuccess > wire.leftAt - slack {
          most[wire.token, default: 0] += 1
        }
        fault(wire, at: now)
      }
    case .unusable:
      answered(at: now)
      count(wire)
    case .usable, .lookAlike:
      answered(at: now)
      succeeded(wire.token, at: now)
    case .emptyBalance, .keyRefused, .rateLimited, .refused: answered(at: now)
    }
  }

  private mutating func fault(_ wire: Wire, at now: Instant) {
    unanswered.insert(wire.token)
    if wire.kind == .unreached || unanswered.count >= 3 { since = since ?? now }
    if since == nil { count(wire) }
  }

  private mutating func answered(at now: Instant) {
    if let since { outages.append(since..<max(since, now)) }
    (unanswered, since) = ([], nil)
  }

  private mutating func count(_ wire: Wire) {
    most[wire.token, default: 0] += 1
    countAtLeast(wire)
  }

  private mutating func countAtLeast(_ wire: Wire) {
    least[wire.token, default: Attempts()].all += 1
    if wire.kind.mayBePaid { least[wire.token]?.mayBePaid += 1 }
  }

  /// Notes the words of a server error. Returns whether they are the jobs' own by now: three jobs
  /// met them, with another job's success after each.
  private mutating func meets(_ wire: Wire) -> Bool {
    guard let words = wire.words else { return false }
    lastWords[wire.token] = words
    var entry = met[words] ?? ([], [])
    if entry.confirmed.count < 3, entry.open.count < 3, !entry.confirmed.contains(wire.token) {
      entry.open.insert(wire.token)
    }
    met[words] = entry
    return entry.confirmed.count >= 3
  }

  private mutating func succeeded(_ token: String, at now: Instant) {
    lastSuccess = now
    if let words = lastWords[token] { met[words] = nil }
    for (words, entry) in met {
      met[words] = (
        entry.open.intersection([token]), entry.confirmed.union(entry.open.subtracting([token]))
      )
    }
  }
}
