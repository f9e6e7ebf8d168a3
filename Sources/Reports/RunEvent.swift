package import Basics
package import BatchRunner

/// What a command of the user's is told (`--on-event`).
package struct RunEvent: Sendable, Equatable {
  package enum Kind: String, Sendable {
    case lowBalance = "low_balance"
    case outage, recovered, halted, finished
  }

  /// What an event belongs to: a run for each job file.
  package struct Frame: Sendable, Equatable {
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
  /// A sentence, not made printable.
  package let text: String
  package let at: WallTime
  /// Of the end; `nil`: the run goes on.
  package let exitStatus: ExitStatus?
  /// When it was last counted, a quarter of a second ago at most.
  package let progress: Progress
}

extension RunEvent {
  /// `nil`: not among what a command is told. The end is told by ``init(end:at:)``.
  package init?(_ notice: Notice, _ sentence: String, _ progress: Progress, at now: WallTime) {
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

  /// `nil`: the user ended the run with a signal, and knows.
  package init?(end summary: RunSummary, at now: WallTime) {
    switch summary.exitStatus {
    case .finished, .someFailed: kind = .finished
    case .hungUp, .interrupted, .terminated: return nil
    default: kind = .halted
    }
    let ending = Summary.ending(summary.exitStatus)
    let cause = kind == .halted ? summary.halt?.cause : nil
    text = cause.map { "\(ending) Cause: \($0)" } ?? ending
    at = now
    exitStatus = summary.exitStatus
    progress = summary.progress
  }

  /// One JSON object on one line, with its newline.
  package func json(_ frame: Frame) -> String {
    var line = JSONLine()
    line.member("event", kind.rawValue)
    line.member("text", text)
    line.member("at", at.description)
    line.member("run_ids", frame.runIDs)
    line.member("job_files", frame.jobFiles)
    line.member("directories", frame.directories)
    line.member("jobs", progress.jobs)
    line.member("succeeded", progress.succeeded)
    line.member("failed", progress.failed)
    line.member("to_do", progress.left)
    line.member("credits_left", progress.creditsLeft)
    line.member("exit_status", exitStatus.map { Int($0.rawValue) })
    return line.text + "\n"
  }
}
