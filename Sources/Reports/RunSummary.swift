package import BatchRunner

/// Everything that is known about a run when it ends.
package struct RunSummary: Sendable, Equatable {
  /// A file in the run directory.
  package struct File: Sendable, Equatable {
    package var path: String
    package var lines: Int

    package init(path: String, lines: Int) {
      self.path = path
      self.lines = lines
    }
  }

  /// Why the run ended although jobs were left, and what to do; whole sentences.
  package struct Halt: Sendable, Equatable {
    package var cause: String
    package var remedy: String?

    package init(cause: String, remedy: String?) {
      self.cause = cause
      self.remedy = remedy
    }
  }

  package var progress: RunProgress
  /// How long this session took.
  package var wallTime: Duration
  package var exitStatus: ExitStatus
  /// `nil` if the run was not halted.
  package var halt: Halt?
  /// Results, failures, journal and so on, in the order in which they are listed.
  package var files: [File] = []
  /// The number of attempts of this run that got no answer and may have been charged.
  package var ambiguousAttempts = 0
  /// The estimate beside what really happened; `nil` if there was no estimate.
  package var comparison: Comparison?
  /// Where the prices come from, in words; `nil` leaves it out.
  package var priceSource: String?
  /// Ids of the jobs that an earlier crash left in flight. They may have been charged twice.
  package var inFlightAtCrash: [String] = []
  /// The command that resumes the run, as words; empty if nothing is left to do.
  package var nextCommand: [String] = []

  package init(
    progress: RunProgress, wallTime: Duration, exitStatus: ExitStatus, halt: Halt? = nil
  ) {
    self.progress = progress
    self.wallTime = wallTime
    self.exitStatus = exitStatus
    self.halt = halt
  }
}
