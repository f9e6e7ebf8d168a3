import Foundation
import Synchronization
import TestTools
import Testing

@Suite(.timeLimit(.minutes(5))) struct HostileServerTests {
  private static let jobs = ["job-0", "job-1"]
  /// The limit of the program's memory in KiB: that of a small run, and two bodies of maximum size.
  private static let mostMemory = 220 << 10

  private struct Met {
    let evil: Evil
    let first: Child.End
    let text: String
    let fates: [Evil.Fate]
    let memory: Int
    let strays: Int
    let evils: Int
    let last: Child.End
    let complaints: [String]
    let found: [String]

    /// A connection that the server resets at once can be gone before libcurl 7.88 has looked at it.
    /// It then says that it could not connect, which is an outage and no failure of the job. Which of
    /// the two comes is chance, so the run may give up with the job still to do.
    var fate: Evil.Fate {
      let isEarly = evil.stage == .beforeRequest && evil.end == .reset
      let isOutage = isEarly && text.contains("Couldn't connect to server") && fates.isEmpty
      return isOutage ? .toDo(7) : evil.fate
    }
  }

  @Test
  func `whatever a server does, each job ends in one file, and a good server completes the run`()
    throws
  {
    let met = Mutex<[Met]>([])
    let queue = OperationQueue()
    queue.maxConcurrentOperationCount = 16
    for evil in Evil.all {
      queue.addOperation {
        do {
          var one = try Self.meet(evil)
          // A busy machine can refuse a connection by itself, which says nothing about the server.
          if one.text.contains("Couldn't connect to server") { one = try Self.meet(evil) }
          met.withLock { $0.append(one) }
        } catch {
          Issue.record("\(evil.name): \(error)")
        }
      }
    }
    queue.waitUntilAllOperationsAreFinished()
    let all = met.withLock { $0 }
    #expect(all.count == Evil.all.count)
    for one in all { Self.judge(one) }
    let most = all.map(\.memory).max() ?? 0
    let strays = all.reduce(0) { $0 + $1.strays }
    print(
      "hostile servers: \(all.count) kinds, \(all.reduce(0) { $0 + $1.evils }) evil answers, "
        + "at most \(most >> 10) MiB, \(strays) requests elsewhere, the key found "
        + "\(all.reduce(0) { $0 + $1.found.count }) times")
  }

  private static func judge(_ one: Met) {
    let name = one.evil.name
    let fate = one.fate
    let status: Int32
    switch fate {
    // Only one of the two jobs was run.
    case .failed, .status, .succeeded: status = 6
    case .toDo(let code): status = code
    }
    #expect(one.first == .exit(status), "\(name): \(one.text)")
    let fates: [Evil.Fate] = if case .toDo = fate { [] } else { [fate] }
    #expect(one.fates == fates, "\(name): \(one.text)")
    // On Linux, a child's peak memory begins with that of the process that starts it.
    var own = rusage()
    #if canImport(Glibc)
      getrusage(RUSAGE_SELF.rawValue, &own)
    #else
      getrusage(RUSAGE_SELF, &own)
    #endif
    #expect(one.memory < max(mostMemory, own.ru_maxrss + 1024), "\(name)")
    #expect(one.strays == 0, "\(name)")
    #expect(one.evils > 0, "\(name)")
    #expect(one.last == .exit(0), "\(name)")
    #expect(one.complaints == [], "\(name)")
    #expect(one.found == [], "\(name)")
  }

  private static func meet(_ evil: Evil) throws -> Met {
    let folder = TemporaryFolder()
    let canary = Canary()
    let elsewhere = StubServer { _ in (200, StubServer.completion("stolen")) }
    let server = EvilServer(evil.aimed(at: elsewhere.port))
    defer {
      elsewhere.stop()
      server.stop()
    }
    let file = try folder.file("jobs.jsonl", jobs.map(Site.line).joined())
    let words = [
      BuiltProgram.path, "run", file, "--base-url", "http://127.0.0.1:\(server.port)/v1", "--plan",
      "none", "--concurrency", "1", "--limit", "1", "--progress", "none", "--max-attempts", "2",
      "--timeout", "2", "--max-outage", "20s",
    ]
    let environment = ["SKILLBOSS_KEY": canary.key]
    let first = try Child(words, in: folder.path, environment: environment, name: "first")
    let end = first.wait(seconds: 60)
    let fates = fates(folder.path + "/jobs.run")
    let evils = server.evils
    server.turnGood()
    var again = words.filter { $0 != "--limit" && $0 != "1" } + ["--retry-failed"]
    if let at = again.firstIndex(of: "--concurrency") { again.insert("1", at: at + 1) }
    let second = try Child(again, in: folder.path, environment: environment, name: "second")
    let last = second.wait(seconds: 60)
    return Met(
      evil: evil, first: end, text: first.standardError, fates: fates, memory: first.memory,
      strays: elsewhere.received, evils: evils, last: last,
      complaints: Checker(folder.path + "/jobs.run").complaints(ofAll: jobs),
      found: canary.search(folder.path, except: []).found)
  }

  /// How the first run ended, from its files.
  private static func fates(_ directory: String) -> [Evil.Fate] {
    var complaints: [String] = []
    let failures = Checker.objects(directory + "/failures.jsonl", &complaints).map { line in
      if let error = line["error"] as? [String: Any] {
        return Evil.Fate.failed(error["code"] as? String ?? "?")
      }
      return .status((line["response"] as? [String: Any])?["status_code"] as? Int ?? 0)
    }
    let results = Checker.objects(directory + "/results.jsonl", &complaints)
    return failures + results.map { _ in .succeeded }
  }
}
