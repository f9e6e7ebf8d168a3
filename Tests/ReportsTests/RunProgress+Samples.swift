import BatchRunner

extension RunProgress {
  /// In the middle of a long run.
  static var midway: RunProgress {
    var progress = RunProgress()
    progress.jobs = 40_000
    progress.succeeded = 812
    progress.failed = 3
    progress.toDoAtStart = 40_000
    progress.endedNow = 815
    progress.failedNow = 3
    progress.inFlight = 10
    progress.waitingToRetry = 4
    progress.attempts = 830
    progress.retries = ["429": 9, "timeout": 3, "503": 2]
    progress.failures = ["400": 2, "timeout": 1]
    progress.tokensIn = 12_345
    progress.tokensOut = 45_678
    progress.truncated = 3
    progress.limits = .starter
    progress.jobsPerMinute = 58.2
    progress.elapsed = .seconds(840)
    progress.remaining = .seconds(11_520)
    progress.waiting = .rateWindow(.seconds(12))
    return progress
  }

  /// Before the first answer.
  static var fresh: RunProgress {
    var progress = RunProgress()
    progress.jobs = 7
    progress.toDoAtStart = 7
    progress.inFlight = 2
    progress.elapsed = .milliseconds(800)
    return progress
  }
}
