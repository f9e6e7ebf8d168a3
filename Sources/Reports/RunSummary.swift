package import BatchRunner

/// All that is known of a run when it ends.
package struct RunSummary: Sendable, Equatable {
  /// A file that the run leaves behind.
  package struct File: Sendable, Equatable {
    package var path: String
    package var lines: Int

    package init(path: String, lines: Int) {
      self.path = path
      self.lines = lines
    }
  }

  /// Why a run ended before its jobs did: whole sentences.
  package struct Halt: Sendable, Equatable {
    package var cause: String
    package var remedy: String?

    package init(cause: String, remedy: String?) {
      self.cause = cause
      self.remedy = remedy
    }
  }

  package var progress: Progress
  package var wallTime: Duration
  package var exitStatus: ExitStatus
  /// `nil`: the run came to its end.
  package var halt: Halt?
  /// Results, failures, journal, in the order they are to be told.
  package var files: [File] = []
  /// Attempts of this run that may have been charged though no answer came.
  package var ambiguousAttempts = 0
  /// `nil`: there is nothing to compare.
  package var comparison: Comparison?
  /// Where prices come from, in words; `nil`: nothing is said of it.
  package var priceSource: String?
  /// Names of the jobs that an earlier crash left in flight, and which may have been paid twice.
  package var inFlightAtCrash: [String] = []
  /// The words of the command that goes on; empty: nothing is left to do.
  package var nextCommand: [String] = []

  package init(
    progress: Progress, wallTime: Duration, exitStatus: ExitStatus, halt: Halt? = nil
  ) {
    self.progress = progress
    self.wallTime = wallTime
    self.exitStatus = exitStatus
    self.halt = halt
  }
}
