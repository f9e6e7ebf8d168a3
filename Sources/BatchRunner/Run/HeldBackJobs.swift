import Basics

/// Jobs that wait for something other than a time before they are tried again.
///
/// A waiting job holds no permit, and it never holds up the other jobs.
struct HeldBackJobs: Sendable {
  /// Jobs that met status 408 or 504 while other jobs succeeded. Such a job may have been paid for
  /// and is tried only once more, so that try waits until the server has less to do.
  private var forCalm: [RetryBudget] = []
  /// Jobs that were turned down again and again while others succeeded. They are tried alone, to
  /// find out whether they are too large for the limit.
  private var forTest: [RetryBudget] = []
  /// Answers in a row without status 408 or 504.
  private var calmAnswers = 0

  /// So many answers in a row show that the server can keep up again.
  private static let answersForCalm = 10

  var count: Int { forCalm.count + forTest.count }
  var isEmpty: Bool { count == 0 }

  mutating func waitForCalm(_ budget: RetryBudget) { forCalm.append(budget) }
  mutating func waitForTest(_ budget: RetryBudget) {
    var budget = budget
    budget.restartTime()
    forTest.append(budget)
  }

  /// An attempt ended. `isOverload`: with status 408 or 504.
  mutating func attemptEnded(isOverload: Bool) {
    calmAnswers = isOverload ? 0 : min(calmAnswers + 1, Self.answersForCalm)
  }

  /// A job that may be tried again now: few enough requests are in flight and the server is calm,
  /// or nothing else is left to do.
  /// `isAllowed`: whether the job's model may start now.
  func calm(
    inFlight: Int, nothingElse: Bool, where isAllowed: (RetryBudget) -> Bool
  ) -> RetryBudget? {
    forCalm.first {
      ((calmAnswers >= Self.answersForCalm && inFlight < $0.inFlightForRetry)
        || (nothingElse && inFlight == 0)) && isAllowed($0)
    }
  }

  /// The first job that may be tested now: another job of its model has succeeded since it was
  /// turned down, or nothing else is left to do. `successes`: by model.
  /// `isAllowed`: whether the job's model may be tested now.
  func testable(
    successes: [String: Int], nothingElse: Bool, where isAllowed: (RetryBudget) -> Bool
  ) -> RetryBudget? {
    forTest.first {
      (nothingElse || (successes[$0.model] ?? 0) > $0.refusals.successesBefore) && isAllowed($0)
    }
  }

  /// The jobs that were turned away because the balance was empty.
  var turnedAway: [RetryBudget] { all.filter(\.metEmptyBalance) }

  /// All jobs, those that wait for calm first.
  var all: [RetryBudget] { forCalm + forTest }

  /// Removes some jobs, which will not be tried again.
  mutating func take(where isTaken: (RetryBudget) -> Bool) -> [RetryBudget] {
    let taken = (forCalm + forTest).filter(isTaken)
    forCalm.removeAll(where: isTaken)
    forTest.removeAll(where: isTaken)
    return taken
  }

  /// The job is tried again. The jobs behind it wait for ten more answers.
  mutating func remove(_ place: JobPlace) {
    if let index = forCalm.firstIndex(where: { $0.place == place }) {
      forCalm.remove(at: index)
      calmAnswers = 0
    }
    forTest.removeAll { $0.place == place }
  }
}
