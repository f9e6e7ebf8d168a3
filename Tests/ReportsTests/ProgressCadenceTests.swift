import BatchRunner
import Reports
import Testing

@Suite struct ProgressCadenceTests {
  /// Those of the given times, in milliseconds, at which progress is printed.
  private func printed(
    _ kind: ProgressCadence.Kind, asking times: some Sequence<Int>,
    progress: (Int) -> RunProgress = { _ in .fresh }
  ) -> [Int] {
    var cadence = ProgressCadence(kind)
    return times.filter { cadence.isDue(progress($0), at: .milliseconds($0)) }
  }

  @Test func `a panel is drawn four times a second at most`() {
    #expect(
      printed(.panel, asking: stride(from: 0, through: 1_000, by: 50)) == [
        0, 250, 500, 750, 1_000,
      ])
  }

  @Test func `an object is printed every second, even if calls come irregularly`() {
    #expect(printed(.json, asking: [0, 250, 990, 1_500, 2_010, 2_900]) == [0, 990, 2_010])
  }

  @Test func `a line is printed each thirty seconds, first after thirty`() {
    #expect(
      printed(.lines, asking: stride(from: 0, through: 95_000, by: 1_000)) == [
        30_000, 60_000, 90_000,
      ])
  }

  @Test func `a full rate window prints no extra line`() {
    let times = printed(.lines, asking: stride(from: 0, through: 29_000, by: 1_000)) { time in
      var progress = RunProgress.fresh
      progress.waiting = time % 2_000 == 0 ? .rateWindow(.seconds(1)) : nil
      return progress
    }
    #expect(times == [])
  }

  @Test func `a line is printed when waiting begins and when it ends`() {
    let times = printed(.lines, asking: stride(from: 0, through: 40_000, by: 1_000)) { time in
      var progress = RunProgress.fresh
      if (3_000..<20_000).contains(time) {
        progress.waiting = .outage(since: .milliseconds(time), reason: "refused", nextProbe: nil)
      }
      return progress
    }
    #expect(times == [3_000, 20_000])
  }

  @Test func `changes of waiting are printed at most every five seconds, but a stop at once`() {
    let times = printed(.lines, asking: stride(from: 0, through: 12_000, by: 1_000)) { time in
      var progress = RunProgress.fresh
      progress.waiting = time % 2_000 == 0 ? .serverLimit(.seconds(1)) : .balance(nextProbe: nil)
      progress.isDraining = time >= 7_000
      return progress
    }
    #expect(times == [0, 5_000, 7_000])
  }

  @Test(arguments: [ProgressCadence.Kind.panel, .json])
  func `progress is printed at once when the run is told to stop`(kind: ProgressCadence.Kind) {
    let times = printed(kind, asking: [0, 100, 200]) { time in
      var progress = RunProgress.fresh
      progress.isDraining = time >= 100
      return progress
    }
    #expect(times == [0, 100])
  }
}
