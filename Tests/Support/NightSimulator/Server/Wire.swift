/// What the wire saw of one attempt: a fact of the night, not of the house.
struct Wire: Sendable {
  /// What the server made of it.
  enum Kind: Hashable, Sendable {
    case usable
    /// Usable, and its text reads like an empty balance.
    case lookAlike
    case emptyBalance
    case keyRefused
    case rateLimited
    /// A status that another attempt may change.
    case busy(Int)
    /// A status that no attempt will change.
    case refused(Int)
    /// A 200 that is no answer.
    case unusable
    /// It broke before an answer was whole, or took longer than the client waits.
    case broken
    /// Nobody was there.
    case unreached

    /// No usable answer, but perhaps charged; a job gets two such attempts.
    var mayBePaid: Bool {
      switch self {
      case .broken, .unusable: true
      case .busy(let status): [408, 502, 504, 524].contains(status)
      default: false
      }
    }
  }

  let number: Int
  let session: Int
  /// The text of its one message, which names the job and its version.
  let token: String
  let model: String
  /// Of its session.
  let attempt: UInt64
  /// Which key it carried.
  let key: Int
  let kind: Kind
  /// When its bytes left the client's machine.
  let leftAt: Instant
  let arrivedAt: Instant
  /// When the client had the status line.
  var statusAt: Instant?
  /// When the client had it whole, or noticed that it broke; `nil`: the client died first.
  var end: (at: Instant, order: Int)?
  var status: Int?
  /// In seconds, where the server named a number.
  var retryAfter: Int?
  /// The status and message of a refusal; `nil`: it was none.
  var words: String?
  /// Names the answer, where the client got far enough to read it.
  var mark: String?

  var endedAt: Instant? { end?.at }

  /// It broke, or reached nobody, while the machine slept or up to five seconds later: nobody's fault,
  /// and no attempt of its job. `asleep`: when the machine slept.
  func isExcused(_ asleep: [Range<Instant>]) -> Bool {
    guard kind == .broken || kind == .unreached, let endedAt else { return false }
    return asleep.contains {
      $0.lowerBound <= endedAt && endedAt <= $0.upperBound + 5_000_000_000
    }
  }
  var isUsable: Bool { kind == .usable || kind == .lookAlike }
}

/// How a session ended, as the machine saw it.
enum Death: Equatable, Sendable {
  case exited(Int32)
  case killed
  case powerCut
}

/// What the world knows of one session.
struct SessionRecord {
  let number: Int
  let began: Instant
  var ended: Instant = 0
  var death = Death.exited(0)
  /// The job file when it began.
  let jobs: [NightJobs.Known]
  var disk = SimulatedDisk.Record()
  /// The machine slept in these spans.
  var asleep: [Range<Instant>] = []
  var files = DiskFiles()
  let retriesFailed: Bool
  /// There was room again when it ended.
  var isDiskWellAtEnd = true
  var wasRotten = false
  /// The user did what may stop the run with status 65.
  var mayBeRefused = false
}

/// The bytes of a run directory at one moment.
struct DiskFiles: Equatable {
  var results: [UInt8] = []
  var failures: [UInt8] = []
  var unusable: [UInt8] = []
  var journal: [UInt8] = []
  var salvage: [[UInt8]] = []
}
