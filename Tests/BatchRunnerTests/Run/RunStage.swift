import Basics
import Foundation
import SandboxAPI
import Synchronization
import TestTools
import Testing

@testable import BatchRunner
@testable import RunSamples

/// A whole run without a network: the real actors and the real files, with the sandbox in memory, on
/// a clock that goes on only when the run has nothing left to do at the present moment.
final class RunStage: Sendable {
  struct Setting {
    /// By job file.
    var jobs = [10]
    var rules = RunRules(plan: Plan(name: .none, requestsPerWindow: nil, concurrency: 4))
    var scenario = Scenario()
    var cap: Money?
    var asksForStreams = false
    var key = "sk-old-0123456789"
    /// What the key's sources hold when they are read again.
    var keyInSource = "sk-old-0123456789"
    /// What a dollar buys: a million tokens out, in a cap's terms.
    static let prices = PriceList(source: "test", prices: ["m": Price(input: 0, output: 1000)])

    init(latency: Duration = .seconds(1)) {
      scenario.latency = .fixed(latency)
    }
  }

  /// What several runs of one account have in common.
  struct Account {
    let clock: SandboxClock
    let limiter: ConcurrencyLimiter

    init(_ plan: Plan) {
      let clock = SandboxClock()
      self.clock = clock
      limiter = ConcurrencyLimiter(LimiterState(plan, at: clock.now), clock: clock)
    }
  }

  let clock: SandboxClock
  let limiter: ConcurrencyLimiter
  let gate = Gate()
  let keys: KeyRing
  let transport: WatchedTransport
  let disk = FillingDisk()
  let directories: [RunDirectory]
  let run: RunActor
  private let folder = TemporaryFolder()
  private let checkpoints: [Checkpoint]
  private let record: Record

  /// What was told and asked for outside the run.
  private final class Record: Sendable {
    let notices = Mutex<[Notice]>([])
    let keyReads = Atomic<Int>(0)
    let halt = Mutex<(isOver: Bool, halt: Halt?)>((false, nil))
  }

  init(_ setting: Setting = Setting(), on account: Account? = nil) throws {
    let account = account ?? Account(setting.rules.plan)
    (clock, limiter) = (account.clock, account.limiter)
    keys = KeyRing(APIKey(setting.key))
    let record = Record()
    self.record = record
    var files: [JobFile] = []
    var directories: [RunDirectory] = []
    var checkpoints: [Checkpoint] = []
    for (number, count) in setting.jobs.enumerated() {
      let lines = (0..<count).map { Self.line($0, of: number) }
      let path = try folder.file("jobs-\(number).jsonl", lines.joined(separator: "\n") + "\n")
      let directory = RunDirectory(folder.path + "/jobs-\(number).run", on: disk)
      try directory.create()
      let jobs = try JobFile(path)
      let recovery = try Recovery(directory, of: jobs, edited: .refuse)
      files.append(jobs.marked(recovery.table))
      directories.append(directory)
      let manifest = Manifest(
        jobFile: path, endpoint: try Endpoint(Endpoint.standard), isSandbox: false,
        plan: setting.rules.plan, version: "test", at: .now)
      checkpoints.append(
        try Checkpoint(
          recovery, lock: try RunLock(directory), manifest: manifest,
          redactor: Redactor([keys.current.key].compactMap { $0 })))
    }
    (self.directories, self.checkpoints) = (directories, checkpoints)
    transport = WatchedTransport(setting.scenario, keys: keys, gate: gate, clock: clock) {
      [directories] attempt in
      directories.contains {
        Self.text($0.journal).contains(#"{"e":"start","a":\#(attempt.number),"#)
      }
    }
    let keyInSource = setting.keyInSource
    var world = RunActor.Dependencies(
      transport: transport, limiter: limiter, gate: gate, keys: keys,
      readKey: {
        record.keyReads.add(1, ordering: .relaxed)
        return (APIKey(keyInSource), "no other key was found")
      },
      onNotice: { notice, _ in record.notices.withLock { $0.append(notice) } })
    world.clock = clock
    var settings = RunState.Settings(rules: setting.rules)
    settings.runIDs = setting.jobs.map { _ in "run" }
    settings.spends = setting.jobs.map { _ in Spend() }
    settings.spending = Spending(cap: setting.cap)
    settings.asksForStreams = setting.asksForStreams
    let pricing = Pricing(setting.cap == nil ? PriceList(source: "", prices: [:]) : Setting.prices)
    run = RunActor(
      zip(files, checkpoints).map { RunActor.Part(jobs: $0, checkpoint: $1) },
      RunState(settings, at: clock.now),
      jobs: JobSource(files, limit: nil, pricing: setting.cap == nil ? nil : pricing) { _, _ in
        true
      },
      pricing: pricing, in: world)
  }

  private static func line(_ index: Int, of file: Int) -> String {
    #"{"custom_id":"job-\#(index + 1)","model":"m","max_tokens":10,"#
      + #""messages":[{"role":"user","content":"text \#(index + 1) of \#(file)"}]}"#
  }
}

// MARK: - Going on

extension RunStage {
  /// Begins; the clock stands still.
  func begin() {
    Task { [run, record] in
      let halt = await run.run()
      record.halt.withLock { $0 = (true, halt) }
    }
  }

  var isOver: Bool { record.halt.withLock { $0.isOver } }
  var halt: Halt? { record.halt.withLock { $0.halt } }

  /// Runs to the end.
  func play() async {
    begin()
    await Self.finish([self])
  }

  /// Lets the clock go on, from one thing that is due to the next, until all of these are over.
  static func finish(_ stages: [RunStage]) async {
    await go(stages) { stages.allSatisfy(\.isOver) }
  }

  /// Lets the clock go on until something is so.
  func goOn(until isSo: () -> Bool) async {
    await Self.go([self], until: isSo)
  }

  /// Waits, at the present moment, until something is so.
  func wait(until isSo: () -> Bool) async {
    await Self.go([self], isClockRunning: false, until: isSo)
  }

  private static func go(
    _ stages: [RunStage], isClockRunning: Bool = true, until isSo: () -> Bool
  ) async {
    var patience = ContinuousClock.now + longestStandstill
    while !isSo() {
      let before = stages.map(\.sight)
      for stage in stages { await stage.settle() }
      await Task.yield()
      // A permit that is out belongs to a request under way, or there is still something to do.
      let underWay = stages.reduce(0) { $0 + $1.transport.underWay }
      let isIdle = await stages[0].limiter.view().inFlight == underWay
      let hasMoved = isClockRunning && isIdle && stages[0].clock.advanceToNextAction()
      if hasMoved || stages.map(\.sight) != before {
        patience = ContinuousClock.now + longestStandstill
      } else if ContinuousClock.now > patience {
        Issue.record("the run stands still")
        return
      }
    }
  }

  /// In real time: longer than any disk takes for a few lines.
  private static let longestStandstill = Duration.seconds(20)

  /// Goes round all that have a queue of their own, until nothing changes any more.
  private func settle() async {
    var calm = 0
    var last = ""
    while calm < 6, !isOver {
      _ = await run.progress()
      for checkpoint in checkpoints { _ = await checkpoint.counts }
      let now = "\(await limiter.view()) \(sight)"
      await Task.yield()
      calm = now == last ? calm + 1 : 0
      last = now
    }
  }

  /// What can be seen of it from outside.
  private var sight: String {
    "\(transport.sent.count) \(transport.underWay) \(notices.count) \(keyReads)"
      + " \(clock.nextActionTime?.nanoseconds ?? 0) \(isOver)"
  }
}

// MARK: - What came of it

extension RunStage {
  var notices: [Notice] { record.notices.withLock { $0 } }
  var keyReads: Int { record.keyReads.load(ordering: .relaxed) }

  fileprivate static func text(_ path: String) -> String {
    (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
  }

  /// The jobs whose results, or failures, stand in the files of a part: each whole line's.
  func results(_ part: Int = 0) -> [String] { Self.ids(directories[part].results) }
  func failures(_ part: Int = 0) -> [String] { Self.ids(directories[part].failures) }
  /// The lines of a file of the first part.
  func lines(of file: KeyPath<RunDirectory, String>) -> [String] {
    Self.text(directories[0][keyPath: file]).split(separator: "\n").map(String.init)
  }
  /// No request was handed over before its start stood in the journal.
  var isJournaledFirst: Bool { transport.sent.allSatisfy(\.isJournaled) }
  func journal(_ part: Int = 0) -> String { Self.text(directories[part].journal) }

  /// Checks each line as a resume does.
  private static func ids(_ path: String) -> [String] {
    text(path).split(separator: "\n").map { line in
      let bytes = Array(line.utf8)
      return bytes.withUnsafeBytes { raw in
        OutcomeHead(raw).map { String(decoding: raw[$0.id], as: UTF8.self) } ?? "damaged"
      }
    }
  }

  /// Each job has one result, and none anything else.
  func isComplete(_ part: Int = 0, jobs: Int) -> Bool {
    failures(part).isEmpty
      && results(part).sorted() == (1...jobs).map { #""job-\#($0)""# }.sorted()
  }
}
