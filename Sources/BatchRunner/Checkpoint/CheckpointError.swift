package import Basics

/// Why a run directory cannot be used.
package enum CheckpointError: Error, Equatable {
  case file(FileError)
  case locked(RunLockError)
  /// A line that was known to be on the disk is not what was written. `count`: so many lines of the
  /// file are not.
  case damaged(path: String, line: Int, count: Int)
  /// A line is not one of ours in another spelling. `count`: so many lines of the file are not.
  case beyondRepair(path: String, line: Int, reason: String, count: Int)
  case malformedManifest(path: String, reason: String)
  case newerSchema(path: String, version: Int)
  case otherAPI(directory: String, origin: String, asked: String)
  case otherJobs(directory: String, jobs: String, results: Int)
  case edited(jobs: String, line: Int, id: String, earlierLine: Int, count: Int)
  case otherInput(directory: String)
}

extension CheckpointError: UserFacing {
  package var problem: String {
    switch self {
    case .file(let error): error.problem
    case .locked(let error): error.problem
    case .damaged(let path, let line, let count):
      "\(path):\(line): this line was written whole, and is not what was written now"
        + (count > 1 ? "; \(count - 1) more of the file \(count == 2 ? "is" : "are") not." : ".")
    case .beyondRepair(let path, let line, let reason, let count):
      "\(path):\(line): cannot be repaired: \(reason)"
        + (count > 1 ? "; \(Figure.count(count - 1, "more line")) cannot either." : ".")
    case .malformedManifest(let path, let reason): "\(path): not a run's manifest: \(reason)."
    case .newerSchema(let path, let version):
      "\(path): written by a newer nightshift (schema \(version))."
    case .otherAPI(let directory, let origin, let asked):
      "the run directory '\(directory)' belongs to \(origin), not to \(asked)."
    case .otherJobs(let directory, let jobs, let results):
      "none of the \(results) results in '\(directory)' belongs to a job in \(jobs)."
    case .edited(let jobs, let line, let id, let earlierLine, let count):
      "\(jobs):\(line): job '\(id)' has a result, but its body was changed since (it stood in line "
        + "\(earlierLine))" + (count > 1 ? "; so were \(count - 1) more." : ".")
    case .otherInput(let directory):
      "'\(directory)' holds another input than what was read now."
    }
  }

  package var remedy: String? {
    switch self {
    case .file(let error): error.remedy
    case .locked(let error): error.remedy
    case .damaged(let path, _, _):
      "If another program only reformatted the file, run "
        + "'\(ShellQuote.command(["nightshift", "repair", PathName(path).folder]))'. Otherwise "
        + "restore the file from a backup, or take the line out: its job is then run again."
    case .beyondRepair(let path, _, _, _):
      "Nothing was changed. If the lines were spread over several lines each, 'jq -c . "
        + "\(ShellQuote.word(path))' prints them as they must be. Otherwise restore the file from a "
        + "backup, or take the line out: its job is then run again."
    case .malformedManifest: "Name a run directory, or move the file away."
    case .newerSchema: "Use that version."
    case .otherAPI: "Name another directory with --run-dir: one run directory belongs to one API."
    case .otherJobs: "Name the run's own job file, or another directory with --run-dir."
    case .edited:
      "Choose: --edited rerun runs the changed jobs again, --edited keep keeps their results."
    case .otherInput:
      "Run 'nightshift run DIR' to go on with its own input, or name another directory."
    }
  }
}
