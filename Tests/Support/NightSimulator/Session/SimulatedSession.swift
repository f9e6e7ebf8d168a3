import Basics
import BatchRunner
import SandboxAPI

/// One process's work on the run, without a thread: the run's own state, limiter, ledger and
/// recovery, on a simulated machine.
final class SimulatedSession {
  /// An attempt in the hands of the transport.
  struct RequestUnderWay {
    let request: Request
    let token: String
    var leftAt: Instant?
    var key = 1
    var generation = 0
    var wire: Int?
    var result: Result<Response, TransportError>?
    var holdsGate = false
  }

  let world: World
  let session: Int
  let gate = Gate()
  let keys: KeyRing
  var agenda = Agenda()
  var state: RunState
  var limiter: LimiterState
  var reader = ReplyReader(
    pricing: Pricing(PriceList(source: "", prices: [:])), redactor: Redactor([]))
  var ledger: RunFiles
  let source: JobSource
  var requestsUnderWay: [AttemptID: RequestUnderWay] = [:]
  /// What the run asked of the limiter; `nil`: it does not wait.
  var openRequest: PermitRequest?
  var isTaking = false
  var isSyncScheduled = false
  var left: [(AttemptID, MonotonicInstant)] = []
  var replies: [Reply] = []
  /// What is written in a last try.
  var unsaved: [Int: [Checkpoint.Commit]] = [:]
  /// Jobs that failed and are still to do.
  var reopened: [JobPlace] = []
  var syncs: [(ends: Instant, sync: RunFiles.Sync, outcome: Result<Bool, FileError>)] = []
  var isOver = false
  /// When the next tick that the run asked for is due; `nil`: none is.
  var alarm: Instant?
  /// It waits, and nothing is due: so many looks at the clock in a row.
  private var idleLooks = 0
  private(set) var isStuck = false
  private var events = 0
  private var hasToppedUp = false
  /// More in one session, and it runs in a circle.
  private static let mostEvents = 100_000

  /// Why a process could not begin.
  enum Refusal: Error {
    case file(FileError)
    case checkpoint(CheckpointError)
    case jobs

    var status: ExitStatus {
      switch self {
      case .file, .checkpoint(.file): .diskFailed
      case .checkpoint, .jobs: .invalidInput
      }
    }
  }

  init(
    _ world: World, session: Int, edited: Recovery.Edited, retriesFailed: Bool
  ) throws(Refusal) {
    self.world = world
    self.session = session
    let disk = world.disk
    disk.clock = world.now
    defer { world.now = max(world.now, disk.clock) }
    let directory = RunDirectory(World.directory, on: disk)
    let jobs: JobFile
    do throws(FileError) {
      jobs = try JobFile(World.jobFile, on: disk)
      try directory.create()
    } catch {
      throw .file(error)
    }
    guard jobs.problemCount == 0, jobs.table.count > 0 else { throw .jobs }
    let rules = world.plan.rules
    let recovery: Recovery
    var manifest = Manifest(
      jobFile: World.jobFile, endpoint: Self.endpoint, isSandbox: false, plan: rules.plan,
      version: "night", at: world.wall)
    manifest.runID = "night"
    do throws(CheckpointError) {
      if let earlier = try Manifest(in: directory) { manifest.totals = earlier.totals }
      recovery = try Recovery(
        directory, of: jobs, edited: edited, boot: world.bootID,
        keepsStartsSince: rules.plan.startsMatterSince(world.clocks))
    } catch {
      throw .checkpoint(error)
    }
    world.tell("resume  \(recovery.reconciliation.sentence); \(recovery.salvaged) bytes salvaged")
    keys = KeyRing(APIKey("k\(world.keyInFile(at: world.now))"))
    // A process takes its time between reading the clock and the first start.
    let begins = world.moment(max(world.now, disk.clock))
    let history = recovery.journal.history(at: begins, limit: rules.plan.requestsPerWindow)
    limiter = LimiterState(
      rules.plan, history: history.starts, uncertain: history.uncertain,
      earlier: recovery.journal.startsOfDay(at: BothClocks(boot: begins, wall: world.wall)),
      learned: manifest.totals.learnedStartsPerSecond, at: begins)
    var settings = RunState.Settings(rules: rules)
    settings.runIDs = [manifest.runID]
    settings.models = jobs.models.names.sorted()
    settings.wall = world.wall
    settings.lastAttempt = recovery.lastAttempt
    if let last = recovery.journal.streak { settings.streak = FailureStreak(after: last) }
    state = RunState(settings, at: begins)
    do throws(FileError) {
      ledger = try RunFiles(recovery, manifest: manifest, redactor: Redactor([]))
      try ledger.note([
        .began(
          at: world.wall, boot: world.bootID, version: "night", plan: rules.plan,
          jobs: jobs.table.count, toDo: recovery.reconciliation.toDo)
      ])
    } catch {
      throw .file(error)
    }
    let table = recovery.table
    source = JobSource([jobs.marked(table)], limit: nil) { _, index in
      table[state: index].isToDo(retriesFailed: retriesFailed)
    }
  }

  private static let endpoint: Endpoint = {
    guard let endpoint = try? Endpoint(Endpoint.standard) else {
      preconditionFailure("the standard base URL is no base URL")
    }
    return endpoint
  }()
}

// MARK: - Living

extension SimulatedSession {
  /// Runs to its end; answers how it went.
  func run() -> Death? {
    scheduleSync()
    begin(.began)
    while !isOver, world.disk.diedAt == nil {
      guard let event = agenda.next() else {
        lookAtClock()
        if isStuck { return .exited(-1) }
        continue
      }
      idleLooks = 0
      events += 1
      if events > Self.mostEvents { return .exited(-1) }
      let sleeps = world.asleep.count
      if !event.isOutside { world.pass(to: event.at) }
      if case .die = event.kind { return nil }
      world.disk.clock = world.now
      noticeGaps(after: sleeps)
      handle(event)
      world.now = max(world.now, world.disk.clock)
    }
    return world.disk.diedAt == nil ? finish() : nil
  }

  private func lookAtClock() {
    idleLooks += 1
    isStuck = idleLooks > 1000
    let sleeps = world.asleep.count
    world.pass(to: world.now + 60_000_000_000)
    noticeGaps(after: sleeps)
    agenda.add(.tick, at: world.now)
  }

  /// As `RunActor` does, whose clock is looked at several times a second.
  private func noticeGaps(after sleeps: Int) {
    for sleep in world.asleep.dropFirst(sleeps) {
      begin(.stoodStill(for: .nanoseconds(sleep.upperBound - sleep.lowerBound)))
    }
  }

  private func handle(_ event: Event) {
    switch event.kind {
    case .tick:
      if alarm ?? .max <= world.now { alarm = nil }
      grantPermits()
      begin(.tick)
    case .permits: grantPermits()
    case .readJobs: readJobs()
    case .readAgain(let attempt, let place): readAgain(attempt, place)
    case .readKey: readKeyAgain()
    case .journal(let starts, let chain): journal(starts, chain)
    case .save(let commits, let attempts, let chain): save(commits, attempts, chain)
    case .leave(let attempt): leave(attempt)
    case .arrive(let attempt): arrive(attempt, at: event.at)
    case .status(let attempt): statusCame(attempt)
    case .end(let attempt): end(attempt)
    case .take: take()
    case .beginSync: beginSync()
    case .endSync: endSync()
    case .interrupt:
      world.server.count(.interrupt)
      begin(.signal(2))
    case .change:
      world.jobs.changeBody(&world.dice)
      world.disk.overwrite(World.jobFile, world.jobs.bytes)
      world.tell("user    changes the job file")
    case .topUp:
      world.server.topUp(enough: hasToppedUp)
      hasToppedUp = true
      world.tell("user    adds credits: \(world.server.credits)")
    case .die: break
    }
  }

  /// Within so long, drawn evenly.
  func within(_ longest: Duration) -> Instant {
    Int64(Double(longest.nanoseconds) * world.dice.unit())
  }
}

// MARK: - The end

extension SimulatedSession {
  /// Tries once more to write what could not be written, and lets go.
  private func finish() -> Death? {
    world.disk.clock = world.now
    defer { world.now = max(world.now, world.disk.clock) }
    // As `Checkpoint` does.
    ledger.syncUnrecorded()
    while let ends = syncs.map(\.ends).min() {
      world.disk.clock = max(world.disk.clock, ends)
      endSync()
    }
    for commit in unsaved.values.joined() { try? ledger.commit(commit) }
    if !reopened.isEmpty { try? ledger.reopen(reopened) }
    let counts = ledger.counts
    var totals = Manifest.Totals()
    totals.learnedStartsPerSecond =
      limiter.view(at: world.moment(world.now)).learnedStartsPerSecond
    var halt = state.halt
    let state: RunStateName = counts.toDo == 0 ? .finished : .halted
    do throws(FileError) {
      try ledger.close(
        status: status(halt, counts), state: state, text: halt?.cause ?? "",
        totals: totals)
    } catch {
      halt = .diskFailed(error)
    }
    return world.disk.diedAt == nil ? .exited(status(halt, counts).rawValue) : nil
  }

  /// As the front door's `RunEnd` does.
  private func status(
    _ halt: Halt?, _ counts: (succeeded: Int, failed: Int, toDo: Int)
  ) -> ExitStatus {
    if case .diskFailed = halt { return .diskFailed }
    if case .jobFileChanged = halt { return .invalidInput }
    guard counts.toDo > 0 else { return counts.failed > 0 ? .someFailed : .finished }
    switch halt {
    case .insufficientBalance: return .insufficientBalance
    case .keyRefused: return .keyRefused
    case .unreachable: return .unreachable
    case .signal: return .interrupted
    default: return .stoppedEarly
    }
  }
}
