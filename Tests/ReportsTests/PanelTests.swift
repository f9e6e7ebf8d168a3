import Basics
import BatchRunner
import Reports
import Testing

@Suite struct PanelTests {
  @Test func `a wide terminal shows everything`() {
    #expect(
      Panel(width: 100).lines(for: .midway).joined(separator: "\n") == """
        ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░  812 of 40,000 done (2 %), 39,185 left
        58 jobs/min (limit 60)   10 of 10 in flight   4 to retry
        tokens: 12.3k in, 45.6k out   3 cut off at max_tokens
        retries: 14 (429: 9, timeout: 3, 503: 2)
        failed: 3 (400: 2, timeout: 1)
        3h 12m left   elapsed 14m
        rate limit: next start in 12 s
        """)
  }

  @Test func `eighty columns`() {
    #expect(
      Panel(width: 79).lines(for: .midway).joined(separator: "\n") == """
        ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░  812 of 40,000 done (2 %), 39,185 left
        58 jobs/min (limit 60)   10 of 10 in flight   4 to retry
        tokens: 12.3k in, 45.6k out   3 cut off at max_tokens
        retries: 14 (429: 9, timeout: 3, 503: 2)
        failed: 3 (400: 2, timeout: 1)
        3h 12m left   elapsed 14m
        rate limit: next start in 12 s
        """)
  }

  @Test func `the last requests are named if they take long, as many as fit`() {
    var progress = RunProgress.midway
    progress.stragglers = [
      Straggler(job: "review-17", model: "gpt-5-mini", age: .seconds(724)),
      Straggler(job: "review-\u{1B}9", model: nil, age: .seconds(61)),
    ]
    #expect(
      Panel(width: 79).lines(for: progress).contains(
        "slow: review-17 (gpt-5-mini, 12m 4s), review-\\x1b9 (1m 1s)"))
    #expect(
      Panel(width: 40).lines(for: progress).contains("slow: review-17 (gpt-5-mini, 12m 4s)"))
    // With few rows, it goes before failures and the time.
    #expect(!Panel(width: 79, height: 5).lines(for: progress).contains { $0.hasPrefix("slow") })
  }

  @Test func `the models that wait are named, as many as fit`() {
    var progress = RunProgress.midway
    progress.waitingModels = [
      ModelWait(model: "gpt-5-mini", length: .seconds(200)),
      ModelWait(model: "\u{1B}x", length: .seconds(4000)),
      ModelWait(model: "c", length: .seconds(5000)), ModelWait(model: "d", length: .seconds(6000)),
    ]
    #expect(
      Panel(width: 79).lines(for: progress).contains(
        "waiting: 'gpt-5-mini' for 3m 20s, '\\x1bx' for 1h 6m, 'c' for 1h 23m and 1 more"))
    #expect(
      Panel(width: 45).lines(for: progress).contains("waiting: 'gpt-5-mini' for 3m 20s and 3 more"))
    #expect(Panel(width: 20).lines(for: progress).contains("waiting: 4 models"))
  }

  @Test func `forty columns without UTF-8`() {
    let panel = Panel(width: 40, isUnicode: false)
    #expect(
      panel.lines(for: .midway).joined(separator: "\n") == """
        [............]  812 of 40,000 done (2 %)
        58 jobs/min (limit 60)
        tokens: 12.3k in, 45.6k out
        retries: 14 (429: 9, timeout: 3, 503: 2)
        failed: 3 (400: 2, timeout: 1)
        3h 12m left   elapsed 14m
        rate limit: next start in 12 s
        """)
  }

  @Test func `twenty columns`() {
    #expect(
      Panel(width: 20).lines(for: .midway).joined(separator: "\n") == """
        812/40,000 2 %
        58 jobs/min
        12.3k in, 45.6k out
        retries: 14
        failed: 3
        3h 12m left
        next start 12 s
        """)
  }

  @Test func `before the first answer`() {
    #expect(
      Panel(width: 79).lines(for: .fresh).joined(separator: "\n") == """
        ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░  0 of 7 done (0 %), 7 left
        0 jobs/min (limit 10)   2 of 2 in flight
        tokens: 0 in, 0 out
        elapsed 1 s
        """)
  }

  @Test func `without UTF-8 the bar has ends`() {
    var progress = RunProgress.fresh
    progress.succeeded = 4
    progress.failed = 1
    progress.endedNow = 5
    progress.limits.requestsPerWindow = nil
    let panel = Panel(width: 70, isUnicode: false)
    #expect(
      panel.lines(for: progress).joined(separator: "\n") == """
        [#####################xxxxxx...........]  4 of 7 done (57 %), 2 left
        0 jobs/min (no limit)   2 of 2 in flight
        tokens: 0 in, 0 out
        failed: 1 in earlier runs
        elapsed 1 s
        """)
  }

  @Test func `a low balance, a limit and old failures`() {
    var progress = RunProgress.midway
    progress.creditsLeft = 7.23
    progress.toDoAtStart = 1_000
    progress.failures = [:]
    progress.isDraining = true
    #expect(
      Panel(width: 79).lines(for: progress).joined(separator: "\n") == """
        ░░░░░░░░░░░░░░░░░░░░░░░░░  812 of 40,000 done (2 %), 39,185 left (185 this run)
        58 jobs/min (limit 60)   10 of 10 in flight   4 to retry
        tokens: 12.3k in, 45.6k out   3 cut off at max_tokens
        retries: 14 (429: 9, timeout: 3, 503: 2)
        failed: 3 in earlier runs
        credits: 7.23 left, the balance is low
        3h 12m left   elapsed 14m
        stopping: 10 in flight may finish; press Ctrl-C again to drop them
        """)
  }

  @Test(
    arguments: [
      (7.23, 1, "credits: 7.23 left, the balance is low"),
      (9.99, 0, "credits: 9.99 left, the balance is low"),
      (12, 0, "credits: 12.00 left"), (nil, 1, "credits: the balance is low"), (nil, 0, nil),
    ] as [(Double?, Int, String?)])
  func `credits are shown if they are known`(credits: Double?, warnings: Int, line: String?) {
    var progress = RunProgress.midway
    progress.creditsLeft = credits
    progress.balanceWarnings = warnings
    #expect(Panel(width: 79).lines(for: progress).first { $0.hasPrefix("credits") } == line)
  }

  @Test func `colours go around the text and back to plain`() {
    var progress = RunProgress.fresh
    progress.succeeded = 3
    progress.failed = 1
    progress.endedNow = 4
    let panel = Panel(width: 42, height: 1, hasColour: true)
    #expect(
      panel.lines(for: progress) == [
        "\u{1B}[32m██████\u{1B}[0m\u{1B}[31m▒▒\u{1B}[0m\u{1B}[2m░░░░░░\u{1B}[0m  3 of 7 done (42 %), 3 left"
      ])
  }

  @Test(arguments: [
    (1, "░░░░░"), (2, "░░░░░|rate "), (3, "░░░░░|3h 12|rate "),
    (5, "░░░░░|58 jo|faile|3h 12|rate "), (6, "░░░░░|58 jo|retri|faile|3h 12|rate "),
  ])
  func `a terminal with few rows keeps the most important lines`(height: Int, beginnings: String) {
    let lines = Panel(width: 60, height: height).lines(for: .midway)
    #expect(lines.map { $0.prefix(5) }.joined(separator: "|") == beginnings)
  }

  @Test func `a narrow terminal never wraps`() {
    var wide = RunProgress.midway
    wide.retries = ["東京タワー東京タワー": 1_000_000, "👍👍👍👍👍👍": 2]
    wide.failures = ["e\u{301}\u{301}e\u{301}": 1]
    wide.waiting = .outage(since: .seconds(9), reason: "ＡＢＣＤＥＦＧ", nextProbe: nil)
    wide.creditsLeft = 1_234_567.8
    wide.tokensIn = .max
    wide.inFlight = .max
    for progress in [wide, .midway, .fresh, RunProgress()] {
      for width in 1...130 {
        for isUnicode in [true, false] {
          let lines = Panel(width: width, isUnicode: isUnicode).lines(for: progress)
          #expect(lines.allSatisfy { DisplayWidth.of($0) <= width }, "width \(width)")
          #expect(lines.allSatisfy { !$0.isEmpty }, "width \(width)")
        }
      }
    }
  }

  @Test func `odd numbers do not crash it`() {
    var progress = RunProgress()
    progress.succeeded = 5
    progress.failed = -2
    progress.jobsPerMinute = .nan
    progress.creditsLeft = -.infinity
    progress.remaining = .seconds(-4)
    progress.limits.window = .zero
    #expect(Panel(width: 79).lines(for: progress).count == 5)
  }
}
