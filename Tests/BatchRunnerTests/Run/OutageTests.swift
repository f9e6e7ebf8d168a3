import Basics
import Testing

@testable import BatchRunner
@testable import RunSamples

/// What counts as trouble of the service, and one probe at a time.
@Suite struct OutageTests {
  private static let busy = Diagnosis.unanswered(ScheduleTests.status(503), .refused)
  private static let unreached = Diagnosis.unanswered(ScheduleTests.refused, .unreachable)
  private static let broken = Diagnosis.unanswered(
    Failure(kind: .connectionFailed, message: "closed"), .ambiguous)

  /// The first outage's probe is still in flight when the second outage has a probe of its own.
  @Test func `a probe of an outage that is over is none of the next one's`() {
    var night = Night(jobs: 60, rules: .limiting(nil, 4)) { _, _, started in
      switch started {
      case 0, 5: Night.Treatment(diagnosis: Self.unreached)
      case 1...3: Night.Treatment(latency: .seconds(3))
      // The two probes.
      case 4: Night.Treatment(latency: .seconds(40), diagnosis: Self.unreached)
      case 8: Night.Treatment(latency: .seconds(100), diagnosis: Self.unreached)
      case 6, 7: Night.Treatment(latency: .seconds(200))
      default: Night.Treatment()
      }
    }
    night.run(for: .seconds(80))
    #expect(night.starts.count == 9)
    night.run()
    #expect(Set(night.stored).count == 60 && night.failed.isEmpty)
  }

  /// Three jobs met words that other jobs' successes made their own; now the connection breaks.
  @Test func `words of an earlier error say nothing about a connection that breaks`() {
    var attempts: [Int: Int] = [:]
    var night = Night(jobs: 6, rules: .limiting(nil, 1)) { job, _, _ in
      attempts[job, default: 0] += 1
      var treatment = Night.Treatment(latency: .milliseconds(1))
      guard job % 2 == 0, let attempt = attempts[job], attempt < 3 else { return treatment }
      treatment.diagnosis = attempt == 1 ? Self.busy : Self.broken
      return treatment
    }
    night.run(for: .milliseconds(8))
    #expect(night.starts.map(\.job) == [0, 1, 2, 3, 4, 5])
    #expect(night.notices.isEmpty)
    night.run()
    #expect(night.notices.filter { $0.kind == "outage" }.count == 1)
    #expect(Set(night.stored).count == 6)
  }
}
