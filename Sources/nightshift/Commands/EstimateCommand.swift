import Basics
import BatchRunner
import Planning

/// `nightshift estimate`: what is left of a run, foretold; nothing is sent, and nothing written.
struct EstimateCommand {
  let options: EstimateOptions
  let console: Console

  func run() async -> ExitStatus {
    do throws(Stop) {
      let plan = PlanChoice(options.run)
      if plan.isAssumed {
        console.note("plan \(plan.plan.name.rawValue) is assumed; say which with --plan")
      }
      var question = EstimateQuestion(options.run, plan.plan)
      question.balance = options.balance
      question.like = try options.like.map { path throws(Stop) in try Self.evidence(like: path) }
      let desk = try EstimateDesk(options.run, prices: try RunCosts.prices(options.run))
      tell(desk.estimate(question), desk)
      return .finished
    } catch {
      console.error(error.error)
      return error.status
    }
  }

  private func tell(_ estimate: Estimate, _ desk: EstimateDesk) {
    let now = WallTime.now
    if options.isJSON {
      let json = EstimateJSON(estimate, files: options.run.jobs, jobs: desk.jobs, at: now)
      StandardOutput.write(json.text)
      return
    }
    StandardOutput.write(EstimateText(estimate, now).text)
  }

  /// Another run's answers; none of them is an error, since they were asked for.
  private static func evidence(like path: String) throws(Stop) -> Evidence {
    let directory = RunDirectory(JobInput.directory(of: path))
    guard directory.exists else { throw Stop(status: .noInput, error: NoRun(path: path)) }
    let evidence: Evidence
    do throws(FileError) {
      evidence = try Evidence(like: directory)
    } catch {
      throw Stop(reading: error)
    }
    guard evidence.isEnough else {
      throw Stop(status: .invalidInput, error: TooFewAnswers(path: path))
    }
    return evidence
  }
}
