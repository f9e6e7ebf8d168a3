import Basics
import Dispatch
import Synchronization

/// Serves a scenario over HTTP/1.1 on 127.0.0.1, from one thread of its own.
///
/// The scenario's time begins with ``start()``.
package final class SandboxServer: Sendable {
  private enum Life {
    case idle
    /// Closing `stop` ends the thread, which then signals `ended`.
    case running(port: Int, stop: Int32, ended: DispatchSemaphore)
    case stopped
  }

  private let desk: SandboxDesk
  private let wantedPort: Int
  private let life = Mutex(Life.idle)

  /// `port` 0: any free one.
  package init(scenario: Scenario, port: Int = 0) {
    desk = SandboxDesk(scenario)
    wantedPort = port
  }

  deinit {
    stop()
  }

  /// Listens when it returns. Once only.
  package func start() throws(SandboxServerError) {
    let (listener, port) = try Socket.listen(port: wantedPort)
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else {
      close(listener)
      throw .failed(call: "pipe", code: errno)
    }
    for end in ends { _ = Socket.prepare(end) }
    let (waiting, stop) = (ends[0], ends[1])
    let ended = DispatchSemaphore(value: 0)
    life.withLock { life in
      guard case .idle = life else { preconditionFailure("the sandbox was started twice") }
      life = .running(port: port, stop: stop, ended: ended)
    }
    desk.state.withLock { $0.startedAt = BootClock.now }
    let code = SystemThread.start("nightshift sandbox") { [desk] in
      ServerLoop(desk, listener: listener, stop: waiting).run()
      ended.signal()
    }
    guard code == 0 else {
      life.withLock { $0 = .stopped }
      for descriptor in [listener, waiting, stop] { close(descriptor) }
      throw .failed(call: "pthread_create", code: code)
    }
  }

  /// Where it listens, once started.
  package var port: Int {
    life.withLock { life in
      guard case .running(let port, _, _) = life else {
        preconditionFailure("the sandbox is not running")
      }
      return port
    }
  }

  package var baseURL: String { "http://127.0.0.1:\(port)/v1" }

  package var stats: SandboxStats {
    desk.state.withLock { $0.stats }
  }

  /// `nil`: unlimited.
  package func setCredits(_ credits: Double?) {
    desk.state.withLock { $0.setCredits(credits) }
  }

  /// Another key is good from now on, and no other.
  package func accept(onlyKey key: String) {
    desk.state.withLock { $0.keys = KeyBook(.only([key]), revoked: []) }
  }

  /// Drops every connection, and returns once the port is free. Answers that were not due yet never
  /// come.
  package func stop() {
    let running = life.withLock { life in
      defer { life = .stopped }
      return life
    }
    guard case .running(_, let stop, let ended) = running else { return }
    close(stop)
    ended.wait()
  }
}
