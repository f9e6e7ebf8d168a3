import Foundation
import Synchronization
import TestTools
import Testing

@testable import BatchRunner

@Suite(.timeLimit(.minutes(5))) struct RunLockTests {
  @Test func `a thousand questions whether a run is on refuse no start`() throws {
    let folder = TemporaryFolder()
    let directory = RunDirectory(folder.path)
    _ = try RunLock(directory)
    let asked = Mutex((free: 0, held: 0))
    let isOver = Atomic(false)
    defer { isOver.store(true, ordering: .relaxed) }
    let threads = DispatchGroup()
    for _ in 0..<4 {
      threads.enter()
      Thread.detachNewThread {
        while !isOver.load(ordering: .relaxed) {
          let isHeld = RunLock.isHeld(directory)
          asked.withLock { if isHeld == true { $0.held += 1 } else { $0.free += 1 } }
        }
        threads.leave()
      }
    }
    var starts = 0
    while starts < 2000 || asked.withLock({ $0.free + $0.held < 1000 || $0.held == 0 }) {
      let lock = try RunLock(directory)
      #expect(RunLock.isHeld(directory) == true)
      withExtendedLifetime(lock) {}
      starts += 1
    }
    isOver.store(true, ordering: .relaxed)
    threads.wait()
    let (free, held) = asked.withLock { ($0.free, $0.held) }
    print(
      "status: \(free + held) questions during \(starts) starts, none refused; \(held) saw a run")
    #expect(starts >= 2000 && free + held >= 1000)
  }

  @Test func `a run that is on refuses a second at once, and is seen`() throws {
    let folder = TemporaryFolder()
    let directory = RunDirectory(folder.path)
    #expect(RunLock.isHeld(directory) == false)
    var lock: RunLock? = try RunLock(directory)
    #expect(lock != nil && RunLock.isHeld(directory) == true)
    #expect(throws: RunLockError.inUse(directory: directory.path, holder: getpid())) {
      _ = try RunLock(directory)
    }
    lock = nil
    #expect(RunLock.isHeld(directory) == false)
  }
}
