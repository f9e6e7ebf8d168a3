import Basics
import BatchRunner
import Planning

/// `nightshift estimate`: estimates cost and time of the jobs that are left. Sends nothing and
/// writes no file.
struct EstimateCommand {
  let options: EstimateOptions
  let console: Console

  func run() async -> ExitStatus {
    do throws(CommandError) {
      let plan = PlanChoice(options.run)
      if plan.isAssumed {
        console.note("plan \(plan.plan.name.rawValue) is assumed; choose yours with --plan")
      }
      var question = EstimateQuestion(options.run, plan.plan)
      question.balance = options.balance
      question.like = try options.like.map { path throws(CommandError) in
        try Self.evidence(like: path)
      }
      let prices = try RunCosts.prices(options.run)
      let estimator = try Estimator(options.run, prices: prices)
      for note in estimator.notes { console.note(note) }
      let estimate = estimator.estimate(question)
      let now = WallTime.now
      let notes = PriceNotes(
        estimate.forecast.models.map(\.model), prices, from: now,
        to: now + estimate.likely.duration)
      for sentence in notes.sentences { console.note("\(sentence).") }
      print(estimate, notes, jobs: estimator.jobs, at: now)
      return .finished
    } catch {
      console.error(error.error)
      return error.status
    }
  }

  /// Prints the estimate as text or as one JSON object. `jobs` is the number of jobs in all files.
  private func print(_ estimate: Estimate, _ notes: PriceNotes, jobs: Int, at now: WallTime) {
    if options.isJSON {
      let json = EstimateJSON(estimate, notes, files: options.run.jobs, jobs: jobs, at: now)
      StandardOutput.write(json.text)
      return
    }
    StandardOutput.write(EstimateText(estimate, now).text)
  }

  /// The answers of the run that `--like` names. Too few of them are an error, because the user
  /// asked for them.
  private static func evidence(like path: String) throws(CommandError) -> Evidence {
    let directory = RunDirectory(JobInput.directory(of: path))
    guard directory.exists else { throw CommandError(status: .noInput, error: NoRun(path: path)) }
    let evidence: Evidence
    do throws(FileError) {
      evidence = try Evidence(like: directory)
    } catch {
      throw CommandError(reading: error)
    }
    guard evidence.isEnough else {
      throw CommandError(status: .invalidInput, error: TooFewAnswers(path: path))
    }
    return evidence
  }
}
