import CLibcurl
import Synchronization

/// Hands commands from any thread to the transport's thread.
///
/// The transport's thread takes everything at once with ``takeAll()``. After ``close()`` the box
/// accepts nothing more.
final class CommandBox: Sendable {
  private struct State {
    var pending = PendingCommands()
    var isClosed = false
    /// `nil` while no thread waits on a multi handle: before it starts and after it has ended.
    var wakeUp: WakeUp?
  }

  /// Wakes the thread that waits in `curl_multi_poll`.
  ///
  /// `@unchecked Sendable`: `curl_multi_wakeup` is the only function of a multi handle that any
  /// thread may call. It is called under the lock, and ``disconnect()`` removes the handle under
  /// the same lock before the thread frees it.
  private struct WakeUp: @unchecked Sendable {
    let multi: UnsafeMutableRawPointer
  }

  private let state = Mutex(State())

  /// Adds commands to send. Returns `false`, and stores nothing, if the box is closed.
  @discardableResult func add(_ commands: [TransportCommand]) -> Bool {
    update { $0.commands.append(contentsOf: commands) }
  }

  /// Asks the thread to cancel everything that was added so far.
  func cancelAll() {
    update { $0.cancelAll() }
  }

  /// Asks the thread to end. Later commands are rejected; closing twice changes nothing.
  func close() {
    update(thenClose: true) { $0.closes = true }
  }

  /// Removes and returns everything that was added since the last call.
  func takeAll() -> PendingCommands {
    state.withLock {
      let pending = $0.pending
      $0.pending = PendingCommands()
      return pending
    }
  }

  /// From now on, new commands wake the thread that waits on `multi`.
  func connect(to multi: UnsafeMutableRawPointer) {
    let wakeUp = WakeUp(multi: multi)
    state.withLock { $0.wakeUp = wakeUp }
  }

  /// Must be called before the multi handle is freed.
  func disconnect() {
    state.withLock { $0.wakeUp = nil }
  }

  /// Changes the pending commands and wakes the thread. Returns `false` if the box is closed.
  @discardableResult private func update(
    thenClose closes: Bool = false, _ change: (inout PendingCommands) -> Void
  ) -> Bool {
    state.withLock {
      guard !$0.isClosed else { return false }
      $0.isClosed = closes
      let wasEmpty = $0.pending.isEmpty
      change(&$0.pending)
      // The first command in an empty box is enough to wake the thread: it takes all of them.
      if wasEmpty, let wakeUp = $0.wakeUp { libcurl_multi_wakeup(wakeUp.multi) }
      return true
    }
  }
}
