package import Basics
package import BatchRunner

/// An event that is passed to the user's `--on-event` command.
package struct RunEvent: Sendable, Equatable {
  package enum Kind: String, Sendable {
    case lowBalance = "low_balance"
    case outage, recovered, halted, finished
  }

  /// The runs that the event is about: one for each job file, in the order of the command line.
  package struct Runs: Sendable, Equatable {
    package var runIDs: [String]
    package var jobFiles: [String]
    package var directories: [String]

    package init(runIDs: [String], jobFiles: [String], directories: [String]) {
      self.runIDs = runIDs
      self.jobFiles = jobFiles
      self.directories = directories
    }
  }

  package let kind: Kind
  /// A sentence, in which control characters are not escaped.
  package let text: String
  package let at: WallTime
  /// The exit status of the run; `nil` if the run has not ended.
  package let exitStatus: ExitStatus?
  /// The latest progress; up to a quarter of a second old.
  package let progress: RunProgress
}

extension RunEvent {
  /// `nil` if the notice is not passed to the command. For the end of a run, use ``init(end:at:)``.
  package init?(_ notice: Notice, _ sentence: String, _ progress: RunProgress, at now: WallTime) {
    switch notice {
    case .lowBalance, .balanceEmpty: kind = .lowBalance
    case .outageBegan: kind = .outage
    case .recovered, .balanceBack: kind = .recovered
    default: return nil
    }
    text = sentence
    at = now
    exitStatus = nil
    self.progress = progress
  }

  /// `nil` if the user ended the run with a signal: no command needs to report that.
  package init?(end summary: RunSummary, at now: WallTime) {
    switch summary.exitStatus {
    case .finished, .someFailed: kind = .finished
    case .hungUp, .interrupted, .terminated, .userSignal, .outOfTime: return nil
    default: kind = .halted
    }
    let ending = Summary.ending(summary.exitStatus)
    let cause = kind == .halted ? summary.halt?.cause : nil
    text = cause.map { "\(ending) Cause: \($0)" } ?? ending
    at = now
    exitStatus = summary.exitStatus
    progress = summary.progress
  }

  /// One JSON object on one line, with its line break.
  package func json(_ runs: Runs) -> String {
    var line = JSONLine()
    line.member("event", kind.rawValue)
    line.member("text", text)
    line.member("at", at.description)
    line.member("run_ids", runs.runIDs)
    line.member("job_files", runs.jobFiles)
    line.member("directories", runs.directories)
    line.member("jobs", progress.jobs)
    line.member("succeeded", progress.succeeded)
    line.member("failed", progress.failed)
    line.member("to_do", progress.left)
    line.member("credits_left", progress.creditsLeft)
    line.member("exit_status", exitStatus.map { Int($0.rawValue) })
    return line.text + "\n"
  }
}
