import Basics
import SandboxAPI

/// Everything outside the process: time, machine, network, server, and what was seen.
final class World {
  let plan: NightPlan
  var now: Instant = 0
  /// When the machine last started.
  private(set) var bootedAt: Instant = -3600 * 1_000_000_000
  private(set) var boots = 1
  /// What somebody did to the wall clock.
  private(set) var wallJump = 0
  private var jumps: [(at: Instant, seconds: Int)]
  private var suspensions: [(at: Instant, length: Duration)]
  var asleep: [Range<Instant>] = []
  var dice: SplitMix64
  var server: SimulatedServer
  let disk: SimulatedDisk
  var jobs: NightJobs
  var wires: [Wire] = []
  /// How many of them have ended.
  var ends = 0
  /// From 1 down to 0: peace comes with the later sessions.
  var strength = 1.0
  private(set) var trace: [String]?

  static let folder = "/night"
  static let jobFile = "/night/jobs.jsonl"
  static let directory = "/night/jobs.run"

  init(_ plan: NightPlan, traces: Bool) {
    self.plan = plan
    jumps = plan.wallJumps
    suspensions = plan.suspensions
    dice = SplitMix64(seed: plan.seed &* 3 &+ 1)
    server = SimulatedServer(plan, dice: SplitMix64(seed: plan.seed &* 5 &+ 2))
    disk = SimulatedDisk(dice: SplitMix64(seed: plan.seed &* 7 &+ 3))
    jobs = NightJobs(count: plan.jobs, models: plan.models, dice: &dice)
    disk.slowestSync = plan.slowestSync
    disk.full = plan.full
    disk.syncsToFailure = plan.syncsToFailure
    disk.stall = plan.stall
    disk.put(Self.folder, nil)
    disk.put(Self.jobFile, jobs.bytes)
    trace = traces ? [] : nil
    if traces { disk.tell = { [unowned self] at, text in tell(text, at: at) } }
  }

  /// On the boot clock, as the process reads it.
  func moment(_ instant: Instant) -> MonotonicInstant {
    MonotonicInstant(nanoseconds: instant - bootedAt)
  }
  func instant(_ moment: MonotonicInstant) -> Instant { moment.nanoseconds + bootedAt }
  var bootID: String { "boot-\(boots)" }
  var wall: WallTime {
    WallTime(
      milliseconds: NightPlan.unixSeconds(at: 0) * 1000 + Int(now / 1_000_000) + wallJump * 1000)
  }

  var clocks: BothClocks { BothClocks(boot: moment(now), wall: wall) }

  func reboot() {
    boots += 1
    now += 20_000_000_000
    bootedAt = now - 5_000_000_000
  }

  /// Takes the clock on, through sleep and jumps.
  func pass(to instant: Instant) {
    now = max(now, instant)
    while let jump = jumps.first, jump.at <= now {
      jumps.removeFirst()
      wallJump += jump.seconds
      server.count(.wallJump)
      tell("machine the wall clock jumps by \(jump.seconds) s")
    }
    while let sleep = suspensions.first, sleep.at <= now {
      suspensions.removeFirst()
      let awake = now + sleep.length.nanoseconds
      asleep.append(now..<awake)
      server.count(.suspension)
      tell("machine falls asleep for \(sleep.length)")
      now = awake
    }
  }

  func isNetworkDead(at instant: Instant) -> Bool {
    plan.deadNetwork.contains { $0.contains(instant) }
  }

  /// The key that the key source holds.
  func keyInFile(at instant: Instant) -> Int {
    1 + plan.rotations.count { $0 + plan.keyFileLag.nanoseconds <= instant }
  }

  func keyAtServer(at instant: Instant) -> Int {
    1 + plan.rotations.count { $0 <= instant }
  }

  func tell(_ text: @autoclosure () -> String, at instant: Instant? = nil) {
    guard trace != nil else { return }
    let microseconds = (instant ?? now) / 1000
    let rest = String(1_000_000 + microseconds % 1_000_000).dropFirst()
    let seconds = String(microseconds / 1_000_000)
    let padding = String(repeating: " ", count: max(0, 7 - seconds.count))
    trace?.append("\(padding)\(seconds).\(rest)  \(text())")
  }
}
