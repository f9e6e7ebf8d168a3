import BatchRunner
import Reports
import Testing

@Suite struct SummaryTests {
  @Test func `a halt shows what is done, what is left, the cause, the remedy and the next command`()
  {
    var progress = RunProgress.midway
    progress.creditsLeft = 0.12
    progress.failures["\u{1B}[2J"] = 1
    var run = RunSummary(
      progress: progress, wallTime: .seconds(840), exitStatus: .insufficientBalance,
      halt: .init(
        cause: "The service answered 402: Insufficient credits.",
        remedy: "Add credits or enable auto-recharge at skillboss.co/console."))
    run.files = [
      .init(path: "my jobs.run/results.jsonl", lines: 812),
      .init(path: "my jobs.run/failures.jsonl", lines: 3),
      .init(path: "my jobs.run/journal.jsonl", lines: 1_661),
    ]
    run.ambiguousAttempts = 2
    run.inFlightAtCrash = ["review-1", "review-2"]
    run.nextCommand = ["nightshift", "run", "my jobs.jsonl"]
    #expect(
      Summary.text(run) == """
        Halted: insufficient balance. (exit status 4)
          jobs           812 of 40,000 done (2 %), 3 failed, 39,185 left
          this run       815 jobs ended in 14m, 830 attempts, 92 % of what the plan allows
          failed         4 (400: 2, \\x1b[2J: 1, timeout: 1)
          retries        14 (429: 9, timeout: 3, 503: 2)
          tokens         12.3k in, 45.6k out
          truncated      3 results ended at max_tokens
          credits        0.12 left, the balance is low
          perhaps paid   2 attempts got no answer and may have been charged
          earlier crash  2 jobs were in flight and may have been charged: review-1, review-2
          files          my jobs.run/results.jsonl (812 lines)
                         my jobs.run/failures.jsonl (3 lines)
                         my jobs.run/journal.jsonl (1,661 lines)
         cause: The service answered 402: Insufficient credits.
        remedy: Add credits or enable auto-recharge at skillboss.co/console.
          next: nightshift run 'my jobs.jsonl'

        """)
  }

  @Test func `the summary of an untroubled run is short`() {
    var progress = RunProgress()
    progress.jobs = 1
    progress.succeeded = 1
    progress.toDoAtStart = 1
    progress.endedNow = 1
    progress.attempts = 1
    progress.limits.requestsPerWindow = nil
    let run = RunSummary(progress: progress, wallTime: .milliseconds(812), exitStatus: .finished)
    #expect(
      Summary.text(run) == """
        Finished: every job has succeeded. (exit status 0)
          jobs           1 of 1 done (100 %), 0 failed, 0 left
          this run       1 job ended in 0.8 s, 1 attempt

        """)
  }

  @Test func `a long list of crashed jobs is cut`() {
    var run = RunSummary(progress: .fresh, wallTime: .zero, exitStatus: .interrupted)
    run.inFlightAtCrash = (1...12).map { "j\($0)" }
    #expect(
      Summary.lines(run).last
        == "  earlier crash  12 jobs were in flight and may have been charged: "
        + "j1, j2, j3, j4, j5, j6, j7, j8, j9, j10, and 2 more")
  }

  @Test(
    arguments: [
      (0, "Finished: every job has succeeded."), (1, "Could not run."),
      (3, "Finished: some jobs failed for good."), (4, "Halted: insufficient balance."),
      (5, "Halted: no API key was found, or it was refused."), (6, "Stopped with jobs left."),
      (7, "Halted: the service stayed unreachable."), (64, "Not run: bad usage."),
      (65, "Stopped: the job file or the run directory is invalid."),
      (66, "Stopped: an input file is missing or unreadable."),
      (73, "Not run: the run directory is in use by another run, or cannot be created."),
      (74, "Halted: the disk is full or failed."), (129, "Interrupted by SIGHUP."),
      (130, "Interrupted by SIGINT."), (143, "Interrupted by SIGTERM."),
      (138, "Interrupted by SIGUSR1."), (152, "Interrupted by SIGXCPU."),
    ] as [(Int32, String)])
  func `each exit status has its sentence`(status: Int32, words: String) {
    let status = BatchRunner.ExitStatus(read: Int(status))
    #expect(Summary.ending(status) == words)
  }

  @Test(arguments: [(0, 60), (59, 60), (60, 120), (240, 300), (3_600, 3_660)])
  func `a plan allows one window's starts at once, and as many in each further window`(
    seconds: Int, most: Int
  ) {
    #expect(Plan.starter.startsAllowed(in: .seconds(seconds)) == most)
  }

  @Test func `a plan without a rate limit has no share`() {
    let plan = Plan(name: .none, requestsPerWindow: nil, concurrency: 8)
    #expect(plan.startsAllowed(in: .seconds(9)) == nil)
    #expect(plan.startsPerMinute == nil)
    let short = Plan(name: .pro, requestsPerWindow: 5, concurrency: 8, window: .seconds(2))
    #expect(short.startsPerMinute == 150)
  }
}
