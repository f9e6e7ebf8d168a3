import Basics
import BatchRunner
import Planning

/// Job files and their run directories, read for an estimate without a lock and without a trace.
struct EstimateDesk {
  /// Over all files.
  private(set) var jobs = 0
  private var survey: Survey
  private var found = Reconciliation()
  private var spent = Spend()
  private var creditsLeft: Double?
  private let prices: PriceList

  init(_ options: RunOptions, prices: PriceList) throws(Stop) {
    self.prices = prices
    survey = Survey(prices, retriesFailed: options.retriesFailed, limit: options.limit)
    for operand in options.jobs { try read(operand, options) }
  }

  /// Of a run whose session has just ended.
  init(after parts: [RunPart], _ options: RunOptions, prices: PriceList) throws(Stop) {
    self.prices = prices
    survey = Survey(prices, retriesFailed: options.retriesFailed)
    for part in parts { try read(part.jobs, part.directory, options.edited) }
  }

  /// Of a session that is about to begin, as it finds its files: beside a run, so it looks at a
  /// sample where there are very many jobs.
  init(before parts: [RunPart], _ options: RunOptions, prices: PriceList) throws(Stop) {
    self.prices = prices
    let count = parts.reduce(0) { $0 + $1.jobs.table.count }
    survey = Survey(
      prices, retriesFailed: options.retriesFailed, limit: options.limit,
      weight: (count + Self.mostLookedAt - 1) / Self.mostLookedAt)
    for part in parts {
      jobs += part.jobs.table.count
      found = found + part.recovery.reconciliation
      do throws(JobReaderError) {
        try survey.read(part.jobs, part.directory, length: part.resultsLength)
      } catch {
        throw Stop(error)
      }
    }
  }

  private static let mostLookedAt = 100_000

  func estimate(_ question: EstimateQuestion) -> Estimate {
    var asked = Estimate.Question(question.rules, prices: prices)
    asked.like = question.like
    asked.balance = question.balance
    asked.creditsPerUSD = question.creditsPerUSD
    asked.maxCost = question.maxCost
    return Estimate(survey, found, spent: spent, creditsLeft: creditsLeft, asked)
  }

  private mutating func read(_ operand: String, _ options: RunOptions) throws(Stop) {
    let isStream = operand == "-"
    if isStream, options.runDirectory == nil {
      let copy = try StreamCopy("/dev/stdin")
      let jobs = try RunPart.check(copy.path, name: operand)
      try read(jobs, nil, options.edited)
      return
    }
    let input: JobInput
    do throws(JobInputError) {
      input = try JobInput(
        operand, runDirectory: options.runDirectory, isSandbox: options.usesSandbox)
    } catch {
      throw Stop(status: .usage, error: error)
    }
    let copy = input.isStream ? try StreamCopy(operand == "-" ? "/dev/stdin" : operand) : nil
    let jobs = try RunPart.check(
      copy?.path ?? input.jobs, name: copy == nil ? input.jobs : operand)
    try read(jobs, RunDirectory(input.directory), options.edited)
  }

  private mutating func read(
    _ jobs: JobFile, _ directory: RunDirectory?, _ edited: Recovery.Edited
  ) throws(Stop) {
    self.jobs += jobs.table.count
    var marked = jobs
    var reconciliation = Reconciliation()
    reconciliation.toDo = jobs.table.count
    let run = directory.flatMap { $0.exists ? $0 : nil }
    if let run {
      do throws(CheckpointError) {
        let recovery = try Recovery(run, of: jobs, edited: edited, mends: false)
        marked = jobs.marked(recovery.table)
        reconciliation = recovery.reconciliation
        spent = spent + recovery.journal.spend
        creditsLeft = try Manifest(in: run)?.totals.creditsLeft ?? creditsLeft
      } catch {
        throw Stop(error)
      }
    }
    found = found + reconciliation
    do throws(JobReaderError) {
      try survey.read(marked, run)
    } catch {
      throw Stop(error)
    }
  }
}

/// No run, or one with too few answers to go by.
struct TooFewAnswers: UserFacing {
  let path: String
  var problem: String {
    "--like '\(path)': it has fewer than \(AnswerEvidence.fewest) answers that tell their tokens."
  }
  var remedy: String? { "Name a run directory with more answers, or leave out --like." }
}
