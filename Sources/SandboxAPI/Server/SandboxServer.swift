import Basics
import Dispatch
import Synchronization

/// Serves a scenario over HTTP/1.1 on 127.0.0.1, from one thread.
///
/// The scenario's time, such as that of its outages, begins at ``start()``.
package final class SandboxServer: Sendable {
  private enum Status {
    case idle
    /// Closing the descriptor `stop` ends the thread, which then signals `ended`.
    case running(port: Int, stop: Int32, ended: DispatchSemaphore)
    case stopped
  }

  private let sandbox: SharedSandbox
  private let wantedPort: Int
  private let status = Mutex(Status.idle)

  /// `port` 0: any free port.
  package init(scenario: Scenario, port: Int = 0) {
    sandbox = SharedSandbox(scenario)
    wantedPort = port
  }

  deinit {
    stop()
  }

  /// Starts the thread. When it returns, clients can connect. Must be called only once.
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
    status.withLock { status in
      guard case .idle = status else { preconditionFailure("the sandbox was started twice") }
      status = .running(port: port, stop: stop, ended: ended)
    }
    sandbox.state.withLock { $0.startedAt = BootClock.now }
    let code = SystemThread.start("nightshift sandbox") { [sandbox] in
      ServerLoop(sandbox, listener: listener, stop: waiting).run()
      ended.signal()
    }
    guard code == 0 else {
      status.withLock { $0 = .stopped }
      for descriptor in [listener, waiting, stop] { close(descriptor) }
      throw .failed(call: "pthread_create", code: code)
    }
  }

  /// The port on which the server listens. Traps unless it is running.
  package var port: Int {
    status.withLock { status in
      guard case .running(let port, _, _) = status else {
        preconditionFailure("the sandbox is not running")
      }
      return port
    }
  }

  package var baseURL: String { "http://127.0.0.1:\(port)/v1" }

  package var stats: SandboxStats {
    sandbox.state.withLock { $0.stats }
  }

  /// Sets the balance; `nil`: unlimited.
  package func setCredits(_ credits: Double?) {
    sandbox.state.withLock { $0.setCredits(credits) }
  }

  /// From now on, accepts this key and no other.
  package func accept(onlyKey key: String) {
    sandbox.state.withLock { $0.keys = KeyRegistry(.only([key]), revoked: []) }
  }

  /// Closes every connection and returns when the port is free. Answers that are not yet due are
  /// never sent. Calling it again changes nothing.
  package func stop() {
    let running = status.withLock { status in
      defer { status = .stopped }
      return status
    }
    guard case .running(_, let stop, let ended) = running else { return }
    close(stop)
    ended.wait()
  }
}
