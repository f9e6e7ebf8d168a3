import Basics

/// Why a job cannot be shown.
package enum ShowError: Error, Equatable {
  /// `nearest`: the id that looks most like it; `nil`: none does.
  case unknownID(String, run: String, nearest: String?)
  /// There is no job in the line, or in the lines.
  case noJob(in: ClosedRange<Int>, run: String)
}

extension ShowError: UserFacing {
  package var problem: String {
    switch self {
    case .unknownID(let id, let run, _): "'\(run)' has no job '\(id)'."
    case .noJob(let lines, let run) where lines.count == 1:
      "'\(run)' has no job in line \(lines.lowerBound)."
    case .noJob(let lines, let run):
      "'\(run)' has no job in the lines \(lines.lowerBound) to \(lines.upperBound)."
    }
  }

  package var remedy: String? {
    switch self {
    case .unknownID(_, _, let nearest?): "Did you mean '\(nearest)'?"
    case .unknownID(_, let run, nil):
      "List the ids with '\(ShellQuote.command(["nightshift", "show", run, "--ids"]))'."
    case .noJob: "Lines are those of the job file, from 1."
    }
  }
}
