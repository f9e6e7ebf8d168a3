import Basics
import BatchRunner
import Datasets
import Reports

/// `nightshift show`: prints jobs one by one. The run may be running.
struct ShowCommand {
  let options: ShowOptions
  let console: Console

  func run() -> ExitStatus {
    let directory = RunDirectory(JobInput.directory(of: options.run))
    guard directory.exists else {
      console.error(NoRun(path: options.run))
      return .noInput
    }
    do {
      try show(directory)
      return .finished
    } catch let error as AtomicFileError where error == .closed {
      // The reader of standard output has seen enough, as `head` has.
      return .finished
    } catch let error as JobReaderError {
      return fail(CommandError(error))
    } catch let error as any UserFacing {
      return fail(CommandError(dataset: error))
    } catch {
      preconditionFailure("an error without a message: \(error)")
    }
  }

  private func fail(_ error: CommandError) -> ExitStatus {
    console.error(error.error)
    return error.status
  }

  private func show(_ directory: RunDirectory) throws {
    let shown = try ShownJobs(directory, jobs: jobFile(of: directory))
    try shown.choose(options.selection)
    let output = try AtomicFile("-", replaces: false)
    var count = 0
    func print(_ text: String) throws {
      count += 1
      try output.append(Array(text.utf8))
    }
    switch options.output {
    case .ids: try shown.forEachID { try print($0 + "\n") }
    case .json: try shown.forEachJob { try print($0.json.text + "\n") }
    case .text:
      try shown.forEachJob { try print((count == 0 ? "" : "\n") + JobText($0).description) }
    }
    try output.finish()
    if count == 0 { console.note("no job is like that.") }
    if shown.damaged > 0 {
      console.note("\(Figure.count(shown.damaged, "damaged line")) skipped.")
    }
  }

  /// The job file of the run; `nil`, with a note, if it cannot be read as it is.
  private func jobFile(of directory: RunDirectory) -> JobFile? {
    guard let path = RunJobFile(options.run, directory).path else {
      console.note("the job file is not known, so the requests are not shown.")
      return nil
    }
    do throws(FileError) {
      let jobs = try JobFile(path)
      guard jobs.problemCount > 0 else { return jobs }
      console.note(
        "'\(path)' has \(Figure.count(jobs.problemCount, "problem")), so the requests are not "
          + "shown.")
    } catch {
      console.note("the requests are not shown: \(error.problem)")
    }
    return nil
  }
}
