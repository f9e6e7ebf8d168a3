import Basics
import Foundation
import Synchronization
import TestTools
import Testing

extension EndToEnd {
  /// The process is stopped while it runs, as by Ctrl-Z, `docker pause` or the lid of a laptop.
  @Suite struct SuspensionTests {
    /// Requests in flight at once, and answered while nobody reads.
    private static let together = 100
    private static let timeoutSeconds = 3

    /// Keeps the answers back until the process is stopped.
    private final class Rounds: Sendable {
      private let released = Mutex(0)
      private let counts = Mutex([String: Int]())

      func release() { released.withLock { $0 += 1 } }

      /// The answer to the job with this body, once its round is released. Its length differs from
      /// job to job; with its headers it fits into a socket.
      func answer(_ body: String) -> String {
        let digits = body.split(separator: "job-").last?.prefix { $0.isNumber } ?? ""
        let number = Int(digits) ?? 0
        counts.withLock { $0[String(digits), default: 0] += 1 }
        while released.withLock({ $0 }) <= number / SuspensionTests.together { usleep(5000) }
        return StubServer.completion(String(repeating: "x", count: number * 7919 % 64_000))
      }

      /// Jobs that were sent more than once.
      var sentAgain: Int { counts.withLock { $0.values.count { $0 > 1 } } }
    }

    @Test func `answers that come while the process is stopped are all kept`() throws {
      let count = Proof.isFull ? 10 : 2
      let rounds = Rounds()
      let server = StubServer { (200, rounds.answer($0.body)) }
      defer { server.stop() }
      let site = try Site(jobs: count * Self.together)
      let child = try site.start(
        words: [
          BuiltProgram.path, "run", site.file, "--base-url", server.baseURL, "--progress", "none",
          "--plan", "none", "--concurrency", "\(Self.together)", "--max-attempts", "2",
          "--timeout", "\(Self.timeoutSeconds)",
        ])
      for round in 1...count {
        while server.received < round * Self.together, child.isRunning { usleep(1000) }
        child.signal(SIGSTOP)
        rounds.release()
        sleep(UInt32(2 * Self.timeoutSeconds))
        child.signal(SIGCONT)
      }
      #expect(child.wait() == .exit(0), "\(child.standardError)")
      let lost = count * Self.together - Checker(site.directory).results.count
      print(
        "M15: \(count) suspensions of twice the deadline with \(Self.together) answers each: "
          + "\(lost) lost, \(Checker(site.directory).failures.count) jobs failed, "
          + "\(rounds.sentAgain) sent again")
      #expect(site.complaints == [])
      #expect(rounds.sentAgain == 0 && server.received == count * Self.together)
    }

    /// Each job has one attempt only, and a request without an answer may have been paid for.
    @Test func `connections that break while the process is stopped use up no attempt`() throws {
      let isBroken = Mutex(false)
      let seen = Mutex(0)
      let server = StubServer { _ in
        let number = seen.withLock {
          $0 += 1
          return $0
        }
        guard number <= 10 else { return (200, StubServer.completion("x")) }
        while !isBroken.withLock({ $0 }) { usleep(5000) }
        return (0, "")
      }
      defer { server.stop() }
      let site = try Site(jobs: 10)
      let child = try site.start(
        words: [
          BuiltProgram.path, "run", site.file, "--base-url", server.baseURL, "--progress", "none",
          "--plan", "none", "--concurrency", "10", "--max-attempts", "1",
        ])
      while server.received < 10, child.isRunning { usleep(1000) }
      child.signal(SIGSTOP)
      isBroken.withLock { $0 = true }
      sleep(3)
      child.signal(SIGCONT)
      #expect(child.wait() == .exit(0), "\(child.standardError)")
      #expect(site.complaints == [] && server.received == 20)
      let journal = try String(contentsOfFile: site.directory + "/journal.jsonl", encoding: .utf8)
      #expect(journal.components(separatedBy: #""paid":"maybe""#).count == 11)
      #expect(!child.standardError.contains("not working"))
    }
  }
}
