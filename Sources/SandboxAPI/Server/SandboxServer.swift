import Foundation
import Synchronization

/// The simulated API on 127.0.0.1, on a thread of its own.
package final class SandboxServer: Sendable {
  private enum Stage {
    case new
    case running(Running)
    case stopped
  }

  private struct Running {
    let port: Int
    /// What is written here stops the thread.
    let stop: Socket
    let ended: DispatchSemaphore
  }

  private let requestedPort: Int
  private let state: SharedState
  private let stage = Mutex(Stage.new)

  /// Port 0 is any that is free.
  package init(_ scenario: Scenario, port: Int = 0) {
    requestedPort = port
    state = SharedState(scenario)
  }

  deinit {
    stop()
  }

  /// Once this returns, connections are taken.
  package func start() throws(SandboxError) {
    let result = stage.withLock { stage in
      Result<Void, SandboxError> { () throws(SandboxError) in
        guard case .new = stage else { throw .notStartable }
        stage = .running(try launch())
      }
    }
    try result.get()
  }

  /// Closes every connection at once and waits for the thread; again: nothing.
  package func stop() {
    stage.withLock { stage in
      if case .running(let running) = stage {
        _ = write(running.stop.descriptor, "x", 1)
        running.ended.wait()
        running.stop.shut()
      }
      stage = .stopped
    }
  }

  /// 0 while it does not run.
  package var port: Int {
    stage.withLock { stage in
      if case .running(let running) = stage { running.port } else { 0 }
    }
  }

  package var baseURL: String { "http://127.0.0.1:\(port)/v1" }

  package var stats: SandboxStats { state.with { $0.stats } }

  /// `nil`: never runs out.
  package func setCredits(_ credits: Double?) {
    state.with { $0.credits = credits }
  }

  /// `nil`: any key passes.
  package func accept(key: String?) {
    state.with { $0.acceptedKey = key }
  }

  private func launch() throws(SandboxError) -> Running {
    let listener = try Socket.listening(port: requestedPort)
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else {
      listener.shut()
      throw .noListener(port: requestedPort, reason: String(cString: strerror(errno)))
    }
    let (read, write) = (Socket(descriptor: ends[0]), Socket(descriptor: ends[1]))
    read.makeNonBlocking()
    write.makeNonBlocking()
    let running = Running(port: listener.port, stop: write, ended: DispatchSemaphore(value: 0))
    let thread = Thread { [state] in
      EventLoop(listener: listener, stop: read, state: state).run()
      read.shut()
      running.ended.signal()
    }
    thread.name = "sandbox"
    thread.start()
    return running
  }
}
