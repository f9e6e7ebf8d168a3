import BatchRunner

extension ExitStatus {
  /// What the status means and whether to run the command again, without a full stop.
  var sentence: String {
    switch self {
    case .finished: "every job has succeeded"
    case .couldNotRun: "could not run, for a reason not listed here"
    case .someFailed: "finished; some jobs failed for good (--retry-failed runs them again)"
    case .insufficientBalance: "halted: insufficient balance; add credits and run again"
    case .keyRefused: "no API key was found, or it was refused"
    case .stoppedEarly:
      "stopped early: a limit was reached, or the first jobs all failed alike"
    case .unreachable: "halted: the service stayed unreachable; run again"
    case .usage: "bad usage"
    case .invalidInput: "the job file or the run directory is invalid; nothing was sent"
    case .noInput: "an input file is missing or unreadable"
    case .directoryInUse: "the run directory is in use by another run, or cannot be created"
    case .diskFailed: "the disk is full or failed; make room and run again"
    case .hungUp: "interrupted by SIGHUP; run again"
    case .interrupted: "interrupted by SIGINT; run again"
    case .terminated: "interrupted by SIGTERM; run again"
    case .userSignal: "interrupted by SIGUSR1; run again"
    case .outOfTime: "interrupted by SIGXCPU; run again"
    }
  }
}
