import BatchRunner
import SandboxAPI

/// One night in simulated time: the same command again and again, against everything that can go
/// wrong, until the run is finished; then the promises are held against what was seen.
package struct Night {
  package struct Report: Sendable {
    package let seed: UInt64
    package var violations: [Violation] = []
    package var checks: [Promise: Int] = [:]
    package var faults: [NightFault: Int] = [:]
    package var sessions = 0
    package var requests = 0
    package var answers = 0
    /// Answers that died with the process or the power, as the promises allow.
    package var excused = 0
    package var simulated = Duration.zero
    package var trace: [String] = []
  }

  private let world: World
  private var sessions: [SessionRecord] = []
  private var retriesFailed = false
  private var edited = Recovery.Edited.refuse
  private var mayBeRefused = false
  private var endings: [Violation] = []

  /// Plays the night of this seed; the same each time.
  package static func play(seed: UInt64, traces: Bool = false) -> Report {
    var night = Night(NightPlan(seed: seed), traces: traces)
    return night.play()
  }

  private init(_ plan: NightPlan, traces: Bool) {
    world = World(plan, traces: traces)
  }

  private mutating func play() -> Report {
    while sessions.count < NightPlan.mostSessions {
      let record = playSession()
      sessions.append(record)
      if isFinished(record) { break }
      if case .exited(-1) = record.death {
        endings.append(
          Violation(promise: .m7, text: "the run waits for nothing, or runs in a circle"))
        break
      }
      between(record)
    }
    if endings.isEmpty, sessions.last.map({ !isOver($0) }) ?? true {
      endings.append(Violation(promise: .d4, text: "\(sessions.count) sessions and no end"))
    }
    return report()
  }

  private func isOver(_ record: SessionRecord) -> Bool {
    record.death == .exited(0) || record.death == .exited(3)
  }

  /// A user may come back to a finished run.
  private mutating func isFinished(_ record: SessionRecord) -> Bool {
    guard isOver(record) else { return false }
    if record.death == .exited(3), !retriesFailed, world.dice.unit() < 0.3 {
      retriesFailed = true
      world.tell("user    runs the failed jobs again")
      return false
    }
    return !world.plan.editsAfter.contains(record.number)
  }

  private mutating func report() -> Report {
    var report = Report(seed: world.plan.seed)
    var checker = Checker(
      world.plan, sessions, world.wires, final: world.disk.files(in: World.directory))
    if endings.isEmpty { checker.check() }
    report.violations = endings + checker.violations
    report.checks = checker.checks
    report.excused = checker.excused
    report.faults = world.server.faults.merging(world.disk.faults, uniquingKeysWith: +)
    report.sessions = sessions.count
    report.requests = world.wires.count
    report.answers = world.wires.count { $0.isUsable && $0.endedAt != nil }
    report.simulated = .nanoseconds(world.now)
    report.trace = world.trace ?? []
    return report
  }
}

// MARK: - A session

extension Night {
  private mutating func playSession() -> SessionRecord {
    let number = sessions.count
    let isTroubled = number < NightPlan.troubledSessions
    world.strength = isTroubled ? 1 - Double(number) * 0.1 : 0
    var record = SessionRecord(
      number: number, began: world.now, jobs: world.jobs.known, retriesFailed: retriesFailed)
    record.mayBeRefused = mayBeRefused
    let disk = world.disk
    disk.revive()
    if !isTroubled {
      disk.full = []
      disk.syncsToFailure = nil
      disk.stall = .zero
    }
    let rotten = rot(number)
    record.wasRotten = rotten != nil
    let rottenStart = rotten.map { disk.files(in: World.directory).results.prefix($0 + 1) }
    let blow = number < world.plan.blows.count ? world.plan.blows[number] : nil
    let dieAt = arm(blow)
    world.tell("night   session \(number) begins")
    do throws(SimulatedSession.Refusal) {
      let process = try SimulatedSession(
        world, session: number, edited: edited, retriesFailed: retriesFailed)
      plan(process, dieAt, &record)
      record.death = process.run() ?? died(blow)
      record.ended = disk.diedAt ?? world.now
      if record.death == .killed || record.death == .powerCut { sever(process) }
    } catch {
      record.death = disk.diedAt == nil ? .exited(error.status.rawValue) : died(blow)
      record.ended = disk.diedAt ?? world.now
      world.tell("resume  refused: \(error)")
    }
    world.now = max(world.now, record.ended)
    if record.death == .powerCut {
      disk.cutPower(at: record.ended)
      world.reboot()
    }
    record.disk = disk.record
    record.isDiskWellAtEnd = !disk.isFull(at: record.ended)
    // A process cannot know of a sleep before it began.
    record.asleep = world.asleep.filter { $0.upperBound > record.began }
    // Where the file is as it was, the user takes a backup.
    if let rotten, disk.files(in: World.directory).results.prefix(rotten + 1) == rottenStart {
      disk.flip(World.directory + "/results.jsonl", at: rotten)
    }
    record.files = disk.files(in: World.directory)
    judge(record)
    if let at = world.plan.changesAt, record.began < at, at <= world.now { mayBeRefused = true }
    world.tell("night   session \(number) ends: \(record.death)")
    return record
  }

  private mutating func arm(_ blow: NightPlan.Blow?) -> Instant? {
    switch blow {
    case .kill(let calls), .powerCut(let calls):
      world.disk.callsToDeath = calls
      return nil
    case .killAt(let wait), .powerCutAt(let wait):
      world.disk.dieAt = world.now + wait.nanoseconds
      return world.disk.dieAt
    case nil: return nil
    }
  }

  private mutating func died(_ blow: NightPlan.Blow?) -> Death {
    switch blow {
    case .powerCut, .powerCutAt:
      world.server.count(.powerCut)
      return .powerCut
    case .kill, .killAt, nil:
      world.server.count(.kill)
      return .killed
    }
  }

  /// What will happen while the process runs.
  private func plan(_ process: SimulatedSession, _ dieAt: Instant?, _ record: inout SessionRecord) {
    if let dieAt { process.agenda.add(.die, at: dieAt) }
    let plan = world.plan
    if let at = plan.topUpAt, plan.poll != nil {
      process.agenda.add(.topUp, at: max(at, world.now + 1))
      // However much was added: the next morning somebody adds enough.
      process.agenda.add(.topUp, at: world.now + 5_000_000_000_000)
    }
    if let at = plan.interruptAt, at > record.began { process.agenda.add(.interrupt, at: at) }
    if let at = plan.changesAt, at > record.began {
      world.server.count(.changedWhileRunning)
      record.mayBeRefused = true
      process.agenda.add(.change, at: at)
    }
  }

  /// What was on the wire when the client died arrives all the same.
  private func sever(_ process: SimulatedSession) {
    while let event = process.agenda.next() {
      if case .arrive(let attempt) = event.kind { process.arrive(attempt, at: event.at) }
    }
  }

  /// A bit that was known to be safe goes bad; answers where.
  private func rot(_ number: Int) -> Int? {
    guard let after = world.plan.rotsAfter, after + 1 == number else { return nil }
    let files = world.disk.files(in: World.directory)
    let synced = LineText.split(files.journal).lines.last {
      LineText.value("e", in: $0) == "synced"
    }
    guard let safe = synced.flatMap({ LineText.number("results", in: $0) }), safe > 0,
      safe <= files.results.count
    else { return nil }
    world.server.count(.rot)
    let offset = Int.random(in: 0..<safe, using: &world.dice)
    world.disk.flip(World.directory + "/results.jsonl", at: offset)
    world.tell("disk    results.jsonl: a bit flips at \(offset)")
    return offset
  }

  private mutating func judge(_ record: SessionRecord) {
    guard case .exited(65) = record.death else {
      if record.wasRotten, case .exited = record.death, record.death != .exited(74) {
        endings.append(Violation(promise: .d3, text: "damage was passed over"))
      }
      return
    }
    if !record.wasRotten, !record.mayBeRefused {
      endings.append(
        Violation(promise: .d3, text: "session \(record.number) was refused for no reason"))
    }
  }
}

// MARK: - Between two sessions

extension Night {
  private mutating func between(_ record: SessionRecord) {
    world.now += Int64(world.dice.unit() * (world.dice.unit() < 0.5 ? 2e9 : 40e9))
    switch record.death {
    case .exited(4): world.server.topUp(enough: record.number >= NightPlan.troubledSessions)
    case .exited(5): world.now += 60_000_000_000
    case .exited(6): world.now += 7200 * 1_000_000_000
    case .exited(7): world.now += 600_000_000_000
    case .exited(65) where record.mayBeRefused:
      // The user makes up their mind; if it is another file even so, takes the old one again.
      if edited == .rerun { world.jobs.restore() }
      edited = .rerun
      world.disk.put(World.jobFile, world.jobs.bytes)
    default: break
    }
    guard world.plan.editsAfter.contains(record.number) else { return }
    let deed = world.jobs.edit(&world.dice)
    world.server.count(deed)
    world.tell("user    \(deed.rawValue): the job file")
    if world.plan.editedReruns { edited = .rerun }
    mayBeRefused = mayBeRefused || deed == .edited || deed == .removed
    world.disk.put(World.jobFile, world.jobs.bytes)
  }
}
