import Basics
import BatchRunner
import Planning

/// Reads job files and their run directories, and makes estimates from them.
///
/// It takes no lock and changes no file, so it may be used while the run is on.
struct Estimator {
  /// The number of jobs in all files.
  private(set) var jobs = 0
  /// What is unusual in the files that ``init(_:prices:)`` read, each with the file's name.
  private(set) var notes: [String] = []
  /// Tokens of the jobs that are to do, and what the answers so far show.
  private var survey: Survey
  /// What the run directories already contain.
  private var found = Reconciliation()
  private var spent = Spend()
  private var tokensUsed = 0
  /// Starts of the last day, as simulated time has them: it begins now, at 0.
  private var earlier: [EarlierStart] = []
  /// The last balance that a run saw; `nil` if none did.
  private var creditsLeft: Double?
  private let prices: PriceList
  /// Starts since then count against limits of tokens and of a day; `nil`: there are none.
  private let limitsSince: BothClocks?

  /// For `nightshift estimate`: reads the files that the options name.
  init(_ options: RunOptions, prices: PriceList) throws(CommandError) {
    self.prices = prices
    limitsSince = PlanChoice(options).plan.startsMatterSince(.now)
    survey = Survey(
      prices, standardOut: options.standardOut, largest: options.largestRequest?.tokens,
      retriesFailed: options.retriesFailed, limit: options.limit)
    for operand in options.jobs { try read(operand, options) }
    try LargeJobs.refuse(survey.largeJobs, options, names: options.jobs)
  }

  /// For a run whose session has just ended.
  init(after parts: [RunPart], _ options: RunOptions, prices: PriceList) throws(CommandError) {
    self.prices = prices
    limitsSince = PlanChoice(options).plan.startsMatterSince(.now)
    survey = Survey(
      prices, standardOut: options.standardOut, retriesFailed: options.retriesFailed)
    for part in parts { try read(part.jobs, part.directory, options.edited) }
  }

  /// For a session that has just begun, from the files as it found them. The run needs the machine
  /// too, so of more than ``mostCounted`` jobs only a sample is counted.
  init(before parts: [RunPart], _ options: RunOptions, prices: PriceList) throws(CommandError) {
    self.prices = prices
    limitsSince = nil
    let count = parts.reduce(0) { $0 + $1.jobs.table.count }
    survey = Survey(
      prices, standardOut: options.standardOut, retriesFailed: options.retriesFailed,
      limit: options.limit, weight: (count + Self.mostCounted - 1) / Self.mostCounted)
    for part in parts {
      jobs += part.jobs.table.count
      found = found + part.recovery.reconciliation
      addStarts(of: part.recovery.journal)
      do throws(JobReaderError) {
        try survey.read(part.jobs, part.directory, length: part.resultsLength)
      } catch {
        throw CommandError(error)
      }
    }
  }

  private static let mostCounted = 100_000

  func estimate(_ question: EstimateQuestion) -> Estimate {
    var asked = Estimate.Question(question.rules, prices: prices)
    asked.like = question.like
    asked.balance = question.balance
    asked.creditsPerUSD = question.creditsPerUSD
    asked.maxCost = question.maxCost
    asked.tokenBudget = question.tokenBudget
    asked.answers = question.answers
    asked.earlier = earlier
    return Estimate(
      survey, found, spent: spent, tokensUsed: tokensUsed, creditsLeft: creditsLeft, asked)
  }

  /// Reads one operand: a job file, a run directory, a pipe, or `-`.
  private mutating func read(_ operand: String, _ options: RunOptions) throws(CommandError) {
    let isStream = operand == "-"
    if isStream, options.runDirectory == nil {
      let copy = try StreamCopy(operand)
      let jobs = try RunPart.check(copy.path, name: operand)
      note(jobs.notes, of: operand)
      try read(jobs, nil, options.edited)
      return
    }
    let input: JobInput
    do throws(JobInputError) {
      input = try JobInput(
        operand, runDirectory: options.runDirectory, isSandbox: options.usesSandbox)
    } catch {
      throw CommandError(status: .usage, error: error)
    }
    let copy = input.isStream ? try StreamCopy(operand) : nil
    let name = copy == nil ? input.jobs : operand
    let jobs = try RunPart.check(copy?.path ?? input.jobs, name: name)
    note(jobs.notes, of: name)
    try read(jobs, RunDirectory(input.directory), options.edited)
  }

  private mutating func note(_ found: [JobFileNote], of name: String) {
    notes += found.map { "\(name): \($0.sentence)" }
  }

  private mutating func addStarts(of journal: JournalSummary) {
    let now = BothClocks.now
    earlier += journal.startsOfDay(at: now).map {
      let ago = $0.at.nanoseconds - now.boot.nanoseconds
      return EarlierStart(at: MonotonicInstant(nanoseconds: ago), tokens: $0.tokens)
    }
  }

  /// Adds a job file to the survey. `directory` may be `nil` or not exist: then nothing is done
  /// yet.
  private mutating func read(
    _ jobs: JobFile, _ directory: RunDirectory?, _ edited: Recovery.Edited
  ) throws(CommandError) {
    self.jobs += jobs.table.count
    var marked = jobs
    var reconciliation = Reconciliation()
    reconciliation.toDo = jobs.table.count
    let run = directory.flatMap { $0.exists ? $0 : nil }
    if let run {
      do throws(CheckpointError) {
        let recovery = try Recovery(
          run, of: jobs, edited: edited, mends: false, keepsStartsSince: limitsSince)
        marked = jobs.marked(recovery.table)
        reconciliation = recovery.reconciliation
        spent = spent + recovery.journal.spend
        tokensUsed += recovery.journal.tokens
        addStarts(of: recovery.journal)
        creditsLeft = try Manifest(in: run)?.totals.creditsLeft ?? creditsLeft
      } catch {
        throw CommandError(error)
      }
    }
    found = found + reconciliation
    do throws(JobReaderError) {
      try survey.read(marked, run)
    } catch {
      throw CommandError(error)
    }
  }
}

/// The error when the run that `--like` names has too few answers for an estimate.
struct TooFewAnswers: UserFacing {
  let path: String
  var problem: String {
    "--like '\(path)': this run has fewer than \(AnswerEvidence.minimumCount) answers "
      + "with token counts."
  }
  var remedy: String? { "Name a run directory with more answers, or leave out --like." }
}
