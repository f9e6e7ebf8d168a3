import Basics
import Foundation
import SandboxAPI
import TestTools
import Testing

extension EndToEnd {
  @Suite struct KillTests {
    @Test(arguments: 1...(Proof.isFull ? 7 : 1))
    func `a run that was killed at random times is resumed without loss`(round: Int) throws {
      var scenario = Scenario()
      scenario.latency = Scenario.Latency(base: .uniform(0.001...0.03))
      let wanted = 45
      let site = try Site(jobs: wanted * 45, scenario)
      site.options = ["--plan", "none", "--concurrency", "8"]
      var dice = SplitMix64(seed: UInt64(round))
      var kills = 0
      while kills < wanted {
        let seen = site.server.stats.received
        let child = try site.start()
        // Wait for requests, not for a time: on a busy machine the program starts slowly.
        site.waitForRequests(seen + .random(in: 0...40, using: &dice), of: child)
        usleep(.random(in: 0...5000, using: &dice))
        guard child.isRunning else { break }
        child.stop()
        kills += 1
      }
      #expect(kills >= wanted - 5)
      let last = try site.run()
      #expect(last.wait() == .exit(0), "\(last.standardError)")
      #expect(site.complaints == [])
      let stats = site.server.stats
      let again = stats.accepted - site.jobs.count
      // A kill before the first request proves nothing.
      #expect(again > 0 && again <= kills * 8)
      #expect(stats.largestConcurrency <= 16)
      let twice = Set(site.accepted(stats).filter { $0.value > 1 }.keys)
      #expect(twice.isSubset(of: Checker.startedWithoutEnd(site.directory)))
      let lost = site.jobs.count - Checker(site.directory).results.count
      print(
        "D1: killed \(kills) times: \(lost) of \(site.jobs.count) jobs lost, \(twice.count) carried out "
          + "again (\(again) times), all of them named in the journal")
    }
  }
}
