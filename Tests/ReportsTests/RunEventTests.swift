import Basics
import Reports
import Testing

@testable import BatchRunner

@Suite struct RunEventTests {
  private static let runs = RunEvent.Runs(
    runIDs: ["a1"], jobFiles: ["jobs \"x\".jsonl"], directories: ["jobs.run"])
  private static let now = WallTime(milliseconds: 1_700_000_000_123)

  private static var progress: RunProgress {
    var progress = RunProgress()
    progress.jobs = 10
    progress.succeeded = 6
    progress.failed = 1
    progress.creditsLeft = 7.25
    return progress
  }

  @Test func `an event is one line of JSON, in ASCII`() {
    let notice = BalanceNotice(creditsLeft: 7.25, isWarning: true)
    let event = RunEvent(.lowBalance(notice), "low:\n\u{1B}[1m é", Self.progress, at: Self.now)
    #expect(
      event?.json(Self.runs)
        == #"{"event":"low_balance","text":"low:\n\u001b[1m \u00e9","at":"2023-11-14T22:13:20.123Z","#
        + #""run_ids":["a1"],"job_files":["jobs \"x\".jsonl"],"directories":["jobs.run"],"jobs":10,"#
        + #""succeeded":6,"failed":1,"to_do":3,"credits_left":7.25,"exit_status":null}"# + "\n")
  }

  @Test func `only some notices are events`() {
    let shortfall = BalanceShortfall(message: "m")
    let notices: [(Notice, RunEvent.Kind?)] = [
      (.lowBalance(BalanceNotice(creditsLeft: nil, isWarning: true)), .lowBalance),
      (.balanceEmpty(shortfall, nextProbe: .seconds(1)), .lowBalance), (.balanceBack, .recovered),
      (.outageBegan(reason: "r"), .outage), (.recovered(after: .seconds(1)), .recovered),
      (.rateLimited(wait: .seconds(1), message: ""), nil), (.planIsLowerThanServers(limit: 1), nil),
      (.planIsHigherThanServers(limit: 1), nil), (.halted(.until), nil),
    ]
    for (notice, kind) in notices {
      #expect(RunEvent(notice, "s", RunProgress(), at: Self.now)?.kind == kind)
    }
  }

  @Test(
    arguments: [
      (0, "finished", "Finished: every job has succeeded."),
      (3, "finished", "Finished: some jobs failed for good."),
      (4, "halted", "Halted: insufficient balance. Cause: no money."),
      (6, "halted", "Stopped with jobs left. Cause: no money."),
      (7, "halted", "Halted: the service stayed unreachable. Cause: no money."),
      (74, "halted", "Halted: the disk is full or failed. Cause: no money."),
      (130, nil, ""), (143, nil, ""), (129, nil, ""), (138, nil, ""), (152, nil, ""),
    ] as [(Int32, String?, String)])
  func `every end of a run is an event, except by a signal`(
    number: Int32, kind: String?, text: String
  ) {
    let status = BatchRunner.ExitStatus(read: Int(number))
    let summary = RunSummary(
      progress: Self.progress, wallTime: .seconds(1), exitStatus: status,
      halt: .init(cause: "no money.", remedy: nil))
    let event = RunEvent(end: summary, at: Self.now)
    #expect(event?.kind.rawValue == kind)
    if kind != nil { #expect(event?.text == text && event?.exitStatus == status) }
  }
}
