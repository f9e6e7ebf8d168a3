import Basics
import Datasets
import Planning
import TestTools

@testable import BatchRunner
@testable import Reports
@testable import RunSamples

/// What each command says of one run directory.
struct ReaderCounts: Equatable {
  /// What all commands can tell.
  struct Outcomes: Equatable {
    var done: Int
    var failed: Int
  }

  struct Journal: Equatable {
    var attempts: Int
    var tokensIn: Int
    var tokensOut: Int
    var maybePaid: Int
    var unfinished: Int
    var spend: Spend

    init(_ summary: JournalSummary) {
      attempts = summary.attemptsSent
      tokensIn = summary.tokensIn
      tokensOut = summary.tokensOut
      maybePaid = summary.maybePaid
      unfinished = summary.unfinished.count
      spend = summary.spend
    }
  }

  let resume, status, report, export: Outcomes
  let resumeJournal, statusJournal, reportJournal: Journal
  /// Of the answers, in and out.
  let estimateTokens, reportTokens: [Int]
  let reportDamaged, exportDamaged: Int
  let state: [RunStateName]

  static let prices = PriceList(
    source: "s", prices: ["m": Price(input: 1, output: 2)])

  init(_ sample: CheckpointSample) throws {
    let directory = sample.directory
    let recovery = try Recovery(directory, of: sample.jobs, edited: .refuse, mends: false)
    resume = Outcomes(done: recovery.reconciliation.done, failed: recovery.reconciliation.failed)
    resumeJournal = Journal(recovery.journal)

    let status = try RunStatus(directory, at: MonotonicInstant(nanoseconds: 1_000_000_000_000))
    self.status = Outcomes(done: status.succeeded, failed: status.failed)
    statusJournal = Journal(status.journal)
    _ = (status.toDo, status.remaining?.words, status.jobsPerMinute)

    let page = try RunPage(
      directory, prices: Self.prices, at: WallTime(milliseconds: 1_795_388_400_000),
      zone: ClockZone(name: "GMT") { _ in 0 })
    _ = (page.html, page.json)
    report = Outcomes(done: page.succeeded, failed: page.failed)
    reportJournal = Journal(page.journal.summary)
    let models = page.answers.byModel.map(\.model)
    reportTokens = [
      models.reduce(0) { $0 + $1.tokensIn }, models.reduce(0) { $0 + $1.tokensOut },
    ]
    reportDamaged = page.answers.damaged + page.failures.damaged
    state = [status.state.name, page.state.name]

    var options = Export.Options()
    options.includesFailures = true
    var table = try Export(directory, options)
    let output = try AtomicFile(sample.folder.path + "/table.csv", replaces: true)
    try table.run(into: output)
    try output.finish()
    export = Outcomes(done: table.answers, failed: table.failed)
    exportDamaged = table.damaged

    var survey = Survey(Self.prices, retriesFailed: true)
    try survey.read(sample.jobs.marked(recovery.table), directory)
    estimateTokens = [survey.tokensIn, survey.tokensOut]
    let forecast = Forecast(survey.workload, survey.evidence, Self.prices)
    for length in [Forecast.Length.low, .likely, .ceiling] {
      _ = FinishTime(forecast, RunRules(plan: .starter), length, budget: survey.creditsLeft)
    }
  }

  /// `nil`: all commands say the same.
  var disagreement: String? {
    let agree =
      [status, report, export].allSatisfy { $0 == resume }
      && [statusJournal, reportJournal].allSatisfy { $0 == resumeJournal }
      && estimateTokens == reportTokens && reportDamaged == exportDamaged
      && Set(state).count == 1
    return agree ? nil : "\(self)"
  }
}
