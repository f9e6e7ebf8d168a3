import Basics
import Foundation
import Synchronization
import TestTools
import Testing

/// Runs the built program with a library that makes its k-th system call fail, write only a part,
/// or kill the process. Tries every k of a small run if `NIGHTSHIFT_PROOF` is `full`, else a
/// sample.
#if os(Linux)
  @Suite(
    .serialized, .timeLimit(.minutes(10)),
    .enabled(if: FaultLibrary.path != nil, "needs clang, to compile the library of faults"))
  struct FaultTests {
    @Test func `a disk that fails at the k-th call loses nothing`() throws {
      try prove("first process", sample: 75, isTornFirst: false) { calls in
        Self.faults(.disk, PlantedFault.onDisk, calls: calls)
      }
    }

    @Test func `a disk that fails while a damaged run is repaired loses nothing`() throws {
      try prove("resume", sample: 45, isTornFirst: true) { calls in
        Self.faults(.disk, PlantedFault.onDisk, calls: calls)
      }
    }

    @Test func `a network that fails at the k-th call loses nothing`() throws {
      try prove("network", sample: 25, isTornFirst: false) { _ in
        Self.faults(.net, PlantedFault.onNet, calls: 40)
      }
    }

    @Test func `the checker finds faults`() throws {
      let parent = try MemoryFolder()
      let run = try FaultCase(in: parent.path, name: "case", canary: Canary())
      try run.run(PlantedFault(group: .disk, call: 29, kind: .after))
      try run.finish()
      #expect(Self.check(parent.path).status == 0, "\(Self.check(parent.path).text)")
      let results = run.directory + "/results.jsonl"
      var lines = try String(contentsOfFile: results, encoding: .utf8).split(separator: "\n")
      let first = lines.removeFirst()
      func expect(_ text: [Substring], _ complaint: String) throws {
        try (text.joined(separator: "\n") + "\n")
          .write(toFile: results, atomically: false, encoding: .utf8)
        let (status, said) = Self.check(parent.path)
        #expect(status == 1)
        #expect(said.contains(complaint), "\(said)")
      }
      try expect(lines, "D4 broken: lost: job-")
      try expect([first, first] + lines, "D4 broken: 2 times: job-")
      let other = first.replacing(#/answer-\d+/#, with: "another")
      try expect([Substring(other)] + lines, "an answer that the server did not give for it")
    }

    private static func faults(
      _ group: PlantedFault.Group, _ kinds: [(kind: PlantedFault.Kind, isForEver: Bool)],
      calls: Int
    ) -> [PlantedFault] {
      (1...calls).flatMap { call in
        kinds.map { PlantedFault(group: group, call: call, kind: $0.kind, isForEver: $0.isForEver) }
      }
    }

    private func prove(
      _ what: String, sample: Int, isTornFirst: Bool, _ faults: (Int) -> [PlantedFault]
    ) throws {
      let memory = try MemoryFolder()
      let canary = Canary()
      let clean = try FaultCase(in: memory.path, name: "clean", canary: canary)
      if isTornFirst { try Self.tear(clean) }
      try clean.finish()
      let trace = "\(clean.folder)/trace-\(isTornFirst ? 2 : 1)-whole"
      let calls = try String(contentsOfFile: trace, encoding: .utf8).split(separator: "\n").count {
        !$0.contains("\t-\t") && !$0.contains("\tbegin\t") && !$0.contains("\tsize\t")
      }
      var dice = SplitMix64(seed: 5)
      var planted = faults(calls)
      if !Proof.isFull { planted = Array(planted.shuffled(using: &dice).prefix(sample)) }
      let tried = Mutex<(complaints: [String], hits: Int)>(([], 0))
      let folder = memory.path
      let queue = OperationQueue()
      queue.maxConcurrentOperationCount = 6
      for fault in planted {
        queue.addOperation {
          let (complaints, hits) = Self.runCase(fault, in: folder, isTornFirst, canary)
          tried.withLock {
            $0.complaints += complaints
            $0.hits += hits
          }
        }
      }
      queue.waitUntilAllOperationsAreFinished()
      let (complaints, hits) = tried.withLock { $0 }
      #expect(complaints == [])
      #expect(hits >= planted.count / 3)
      let (status, text) = Self.check(memory.path)
      #expect(status == 0, "\(text)")
      let (found, bytes) = canary.search(memory.path, except: Self.logs(memory.path))
      #expect(found == [])
      print(
        "faults, \(what): \(planted.count) planted of \(faults(calls).count), \(text)",
        terminator: "")
      print("S1: faults, \(what): \(bytes) bytes searched, the key found \(found.count) times")
    }

    /// The logs of the test server, which contain the key on purpose.
    private static func logs(_ folder: String) -> Set<String> {
      Set(
        (FileManager.default.subpaths(atPath: folder) ?? []).filter { $0.hasSuffix("server.jsonl") }
      )
    }

    /// Kills the first process in the middle of writing a line.
    private static func tear(_ run: FaultCase) throws {
      try run.run(PlantedFault(group: .disk, call: 23, kind: .tearkill))
      try run.snapshot()
    }

    private static func runCase(
      _ fault: PlantedFault, in folder: String, _ isTornFirst: Bool, _ canary: Canary
    ) -> (complaints: [String], hits: Int) {
      do {
        let run = try FaultCase(in: folder, name: fault.description, canary: canary)
        if isTornFirst { try tear(run) }
        let earlier = run.hits
        try run.run(fault)
        if fault.group == .net { run.netRetries = 1 }
        let hits = run.hits - earlier
        try run.finish()
        return (run.complaints, min(hits, 1))
      } catch {
        return (["\(fault): \(error)"], 0)
      }
    }

    private static func check(_ folder: String) -> (status: Int32, text: String) {
      guard let memory = try? MemoryFolder(),
        let child = try? Child(
          [BuiltProgram.folder + "/nightshift-checker", folder], in: memory.path, name: "checker"),
        case .exit(let status) = child.wait()
      else { return (-1, "the checker did not run") }
      return (status, child.standardOutput)
    }
  }
#endif
