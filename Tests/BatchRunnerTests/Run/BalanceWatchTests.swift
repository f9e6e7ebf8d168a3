import Basics
import Testing

@testable import BatchRunner

@Suite struct BalanceWatchTests {
  private static func at(_ seconds: Double) -> MonotonicInstant {
    MonotonicInstant(nanoseconds: 0) + .seconds(seconds)
  }

  /// A machine that slept hears of the probe's refusal and of others at once.
  @Test func `an empty balance that is heard of during a probe puts off the next one`() {
    for isHeard in [false, true] {
      var watch = BalanceWatch()
      let isNew = watch.ranOut(AttemptID(1), nextProbe: Self.at(300))
      watch.probeStarted(AttemptID(2))
      let isNewAgain = isHeard && watch.ranOut(AttemptID(3), nextProbe: Self.at(900))
      #expect(isNew && !isNewAgain)
      // The probe met a rate limit, which says nothing of the balance.
      watch.probeEnded(AttemptID(2), next: Self.at(610))
      #expect(watch.state == .empty(probeAt: Self.at(isHeard ? 900 : 610)))
      // It holds for one probe only.
      watch.probeStarted(AttemptID(4))
      watch.probeEnded(AttemptID(4), next: Self.at(1000))
      #expect(watch.state == .empty(probeAt: Self.at(1000)))
    }
  }

  @Test func `a job that was turned away probes before a new one, also if it waits to be tested`() {
    var held = HeldBackJobs()
    for (index, wasTurnedAway) in [(0, false), (1, true)] {
      var budget = RetryBudget(place: JobPlace(file: 0, index: index))
      budget.metEmptyBalance = wasTurnedAway
      held.waitForTest(budget)
    }
    #expect(held.turnedAway.map(\.place.index) == [1])
  }
}
