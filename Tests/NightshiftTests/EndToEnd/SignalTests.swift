import Basics
import Foundation
import SandboxAPI
import TestTools
import Testing

extension EndToEnd {
  @Suite struct SignalTests {
    static let signals: [(number: Int32, status: Int32)] = [
      (SIGINT, 130), (SIGTERM, 143), (SIGHUP, 129), (SIGUSR1, 138), (SIGXCPU, 152),
    ]

    private func site(jobs: Int, latency: Scenario.Latency) throws -> Site {
      var scenario = Scenario()
      scenario.latency = latency
      let site = try Site(jobs: jobs, scenario)
      site.options = ["--plan", "none", "--concurrency", "4"]
      return site
    }

    @Test(arguments: signals)
    func `the first signal lets what is in flight finish`(number: Int32, status: Int32) throws {
      let site = try site(jobs: 24, latency: .fixed(.seconds(0.2)))
      let child = try site.start()
      site.waitForRequests(6, of: child)
      child.signal(number)
      #expect(child.wait() == .exit(status), "\(child.standardError)")
      let stats = site.server.stats
      #expect(stats.accepted < 24)
      #expect(Checker(site.directory).results.count == stats.accepted)
      #expect(Checker.startedWithoutEnd(site.directory) == [])
      #expect(try site.run().wait() == .exit(0))
      #expect(site.complaints == [])
      #expect(site.server.stats.accepted == 24)
    }

    @Test(arguments: signals)
    func `a drain that finishes the last job exits 0`(number: Int32, status: Int32) throws {
      let site = try site(jobs: 3, latency: .fixed(.seconds(0.3)))
      let child = try site.start()
      site.waitForRequests(3, of: child)
      child.signal(number)
      #expect(child.wait() == .exit(0), "\(child.standardError)")
      #expect(site.complaints == [])
    }

    @Test(arguments: signals)
    func `the second signal aborts what is in flight`(number: Int32, status: Int32) throws {
      let site = try site(jobs: 10, latency: .fixed(.seconds(3000)))
      let child = try site.start()
      site.waitForRequests(4, of: child)
      child.signal(number)
      usleep(50_000)
      #expect(child.isRunning)
      // The system may merge two signals that come close together.
      for _ in 0..<100 where child.isRunning {
        child.signal(number)
        usleep(50_000)
      }
      #expect(child.wait() == .exit(status), "\(child.standardError)")
      #expect(Checker(site.directory).complaints == [])
      #expect(Checker.startedWithoutEnd(site.directory) == [])
      #expect(site.server.stats.received == 4)
    }

    @Test func `the grace after the first signal is used and not overrun`() throws {
      let site = try site(jobs: 10, latency: .fixed(.seconds(1)))
      site.options += ["--grace", "5"]
      let child = try site.start()
      site.waitForRequests(4, of: child)
      child.signal(SIGTERM)
      #expect(child.wait() == .exit(143), "\(child.standardError)")
      #expect(Checker(site.directory).results.count == site.server.stats.accepted)

      let stuck = try self.site(jobs: 10, latency: .fixed(.seconds(3000)))
      stuck.options += ["--grace", "1"]
      let other = try stuck.start()
      stuck.waitForRequests(4, of: other)
      other.signal(SIGUSR1)
      #expect(other.wait() == .exit(138), "\(other.standardError)")
      #expect(Checker(stuck.directory).complaints == [])
      #expect(Checker.startedWithoutEnd(stuck.directory) == [])
    }

    @Test func `signals at random moments lose nothing and send nothing twice`() throws {
      let wanted = Proof.isFull ? 100 : 40
      let count = wanted * 10
      let site = try site(jobs: count, latency: Scenario.Latency(base: .uniform(0.001...0.02)))
      var dice = SplitMix64(seed: 2)
      var signals = 0
      while signals < wanted {
        let (number, status) = Self.signals[signals % Self.signals.count]
        let child = try site.start()
        // A signal before the program handles signals would end it in the default way.
        site.waitForRequests(site.server.stats.received + 1, of: child)
        usleep(UInt32.random(in: 0...20_000, using: &dice))
        guard child.isRunning else { break }
        child.signal(number)
        signals += 1
        let end = child.wait()
        if end == .exit(0) { break }
        #expect(end == .exit(status), "\(child.standardError)")
        #expect(Checker(site.directory).results.count == site.server.stats.accepted)
      }
      #expect(try site.run().wait() == .exit(0))
      #expect(site.complaints == [])
      #expect(site.server.stats.accepted == count)
      #expect(signals >= wanted * 3 / 4)
      let lost = count - Checker(site.directory).results.count
      let again = site.server.stats.accepted - count
      print(
        "D8: signalled \(signals) times: \(lost) of \(count) jobs lost, \(again) carried out again")
    }

    @Test(arguments: [("HUP", SIGHUP), ("INT", SIGINT), ("USR1", SIGUSR1)])
    func `a signal ignored at start stays ignored`(name: String, number: Int32) throws {
      let site = try site(jobs: 12, latency: .fixed(.seconds(0.1)))
      let child = try site.start(
        words: ["/bin/sh", "-c", "trap '' \(name); exec \"$@\"", "sh"] + site.words([]))
      site.waitForRequests(3, of: child)
      child.signal(number)
      child.signal(number)
      #expect(child.wait() == .exit(0), "\(child.standardError)")
      #expect(site.complaints == [])
    }

    @Test func `closed pipes do not end a run`() throws {
      let site = try site(jobs: 30, latency: .fixed(.seconds(0.05)))
      let script = "{ \"$@\" 2>&1; echo $? >&3; } 3>\(site.folder.path)/status | true"
      site.progress = "json"
      let child = try site.start(words: ["/bin/sh", "-c", script, "sh"] + site.words([]))
      #expect(child.wait() == .exit(0))
      let status = try String(contentsOfFile: "\(site.folder.path)/status", encoding: .utf8)
      #expect(status == "0\n")
      #expect(site.complaints == [])
    }
  }
}
