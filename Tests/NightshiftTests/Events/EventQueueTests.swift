import Basics
import BatchRunner
import Reports
import Testing

@testable import nightshift

@Suite struct EventQueueTests {
  private static func event(_ number: Int) -> RunEvent {
    var progress = RunProgress()
    progress.jobs = number
    return RunEvent(.balanceBack, "s", progress, at: WallTime(milliseconds: 0))!
  }

  private static let last = RunEvent(
    end: RunSummary(progress: RunProgress(), wallTime: .zero, exitStatus: .finished),
    at: WallTime(milliseconds: 0))!

  @Test func `four run at once, sixteen wait, and then the oldest is dropped`() {
    var queue = EventQueue()
    for number in 0..<4 {
      #expect(queue.arrive(Self.event(number)) == .init(start: Self.event(number)))
    }
    for number in 4..<20 { #expect(queue.arrive(Self.event(number)) == .init()) }
    #expect(queue.arrive(Self.event(20)) == .init(dropped: Self.event(4)))
    #expect(queue.arrive(Self.last) == .init(start: Self.last))
    #expect(queue.ended() == nil)
    for number in 5..<21 { #expect(queue.ended() == Self.event(number)) }
    for _ in 0..<4 {
      #expect(!queue.isIdle)
      #expect(queue.ended() == nil)
    }
    #expect(queue.isIdle)
  }

  @Test func `events that wait at the end are dropped and returned`() {
    var queue = EventQueue()
    for number in 0..<6 { _ = queue.arrive(Self.event(number)) }
    #expect(queue.close() == [Self.event(4), Self.event(5)])
    for _ in 0..<4 { #expect(queue.ended() == nil) }
    #expect(queue.isIdle)
  }

  @Test func `a failure is reported once for each kind`() {
    var queue = EventQueue()
    let told = [RunEvent.Kind.outage, .halted, .outage].map { queue.mustReportFailure(of: $0) }
    #expect(told == [true, true, false])
  }

  @Test func `variables that hold a key are left out`() {
    let keys = ["sk-first-0123456789", "k"].compactMap { APIKey($0) }
    let all = [
      "PATH": "/bin", "SKILLBOSS_KEY": "anything", "SKILLBOSS_API_KEY": "", "HOME": "/home/me",
      "OTHER": "Bearer sk-first-0123456789", "SHORT": "okay",
      "HEX": "736b2d66697273742d30313233343536373839",
    ]
    #expect(
      EventEnvironment.variables(all, without: keys) == ["PATH": "/bin", "HOME": "/home/me"])
    #expect(EventEnvironment.variables(all, without: []).count == 5)
  }

  @Test(
    arguments: [
      (.exited(0), nil),
      (.exited(7), "ended with status 7 (no mailer)"),
      (.signalled(9), "was ended by signal 9 (no mailer)"),
      (.killed, "took too long and was killed (no mailer)"),
      (.notStarted(2), "could not be started: No such file or directory (no mailer)"),
    ] as [(EventCommand.End, String?)])
  func `the warning says how the command failed`(end: EventCommand.End, what: String?) {
    #expect(
      EventFailure.sentence(end, .lowBalance, "no mailer\nmore")
        == what.map {
          "--on-event: the command for 'low_balance' \($0). The run is not affected. This warning is "
            + "shown once for each kind of event."
        })
  }
}
