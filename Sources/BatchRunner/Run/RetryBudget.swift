import Basics

/// The attempts that a job has used up so far, and the place to read the job again for a retry.
///
/// A job that waits for its retry is kept in memory only as this value.
package struct RetryBudget: Sendable, Equatable {
  package let place: JobPlace
  /// The job's model, as the body names it.
  package let model: String
  /// Attempts that count against `--max-attempts`.
  package var used = 0
  /// Attempts without a usable answer that may have been charged for, outside of outages.
  package var ambiguous = 0
  /// All attempts whose bytes left, whatever their outcome.
  package var sent = 0
  /// Attempts that ended because the program stood still, and therefore count as neither of the two
  /// above.
  var excused: UInt8 = 0
  /// When the job's first attempt started, by the clock of ``RunningTime``, see
  /// ``RunState/timeLeft(_:at:)``; `nil`: none has, or the run has no `--job-timeout`.
  var begunAt: MonotonicInstant?
  /// An attempt was refused because of the balance. Such a job is the best probe, because its
  /// request is known to reach the balance check.
  package var metEmptyBalance = false
  /// The number of the last attempt that was a probe; 0: none was.
  var lastProbe: UInt64 = 0
  /// The jobs that had succeeded in this session when the first attempt left; `nil`: none has left.
  var successesAtStart: Int?
  /// The words of the last server error that the job met, see ``RepeatedErrors``; `nil`: none.
  var errorWords: String?
  /// The job's status 429s, see ``Refusals``.
  @Rare var refusals = Refusals()
  /// The job is tried again once fewer requests than this are in flight; meaningful only while it
  /// waits for that.
  var inFlightForRetry = 0

  /// What the next attempt asks instead of what the job file says.
  @Rare var edits = BodyEdits()
  /// Answers that an option asked for again.
  var replaced = 0
  /// The result if no better answer comes; `nil`: the job has no answer yet.
  package var earlier: EarlierAnswer?

  /// What the next attempt counts at most; zero without a spending cap and a token budget.
  package var ceiling: AttemptCeiling

  package init(place: JobPlace, model: String = "", ceiling: AttemptCeiling = .zero) {
    self.place = place
    self.model = model
    self.ceiling = ceiling
  }

  /// The job waits for something that is not its fault: no attempt was used up, and it has no answer.
  /// Then its time begins with its next attempt.
  mutating func restartTime() {
    if used == 0, earlier == nil { begunAt = nil }
  }

  /// How often a job was turned down with status 429 while other jobs of its model succeeded.
  ///
  /// A job that is larger than the limit allows is turned down for ever, and the server may not say
  /// so. It is recognised when it was turned down five times, with a success of another job after
  /// each of the first four, and when the last two of these attempts were the only request in
  /// flight and the first start after a pause. The first of the two must also have been the only
  /// refusal between two successes: otherwise the limit was used up for every job.
  struct Refusals: RareValue {
    private static let needed = 5
    private static let neededAlone = 2
    /// From this number on the job is tried alone only.
    private static let neededForTest = 3

    private var count = 0
    /// All refusals, in a row or not.
    private var total = 0
    /// Attempts in a row, up to the last one, that were alone.
    private var alone = 0
    /// The jobs of the model that had succeeded at the last refusal.
    private(set) var successesBefore = 0

    /// The job is tried alone from now on.
    var needTest: Bool { count >= Self.neededForTest }
    /// The job was not turned down before.
    var isFirst: Bool { total == 0 }
    /// The job itself is too large for the limit.
    var showTooLarge: Bool { count >= Self.needed && alone >= Self.neededAlone }

    /// The job was turned down before, and others of its model have succeeded since: the next refusal
    /// may be about this job alone.
    func mayBeOwn(successes: Int) -> Bool { total > 0 && successes > successesBefore }

    /// How long the job waits after a pause, so that the other jobs go on first.
    var delay: Duration { total < 2 ? .zero : .seconds(1 << min(total - 2, 3)) }

    /// `successes`: the jobs of the model that have succeeded in this session. `isAfterLone`: the
    /// job's last refusal was the only one of the model between two successes.
    mutating func turnedDown(wasAlone: Bool, isAfterLone: Bool, successes: Int) {
      defer { successesBefore = successes }
      total += 1
      guard count == 0 || successes > successesBefore else { return }
      count += 1
      alone = wasAlone ? (isAfterLone ? alone : 0) + 1 : 0
    }
  }
}
