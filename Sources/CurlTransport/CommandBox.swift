import CLibcurl
import Synchronization

/// Where other threads leave orders for the one that owns the handles.
final class CommandBox: Sendable {
  private struct State {
    var orders = PendingCommands()
    var isClosed = false
    var bell: Bell?
  }

  /// Rings the thread that waits on a multi handle.
  ///
  /// Unchecked, since `curl_multi_wakeup` is the one call that libcurl allows from any thread; it
  /// is made under the lock, and ``unplug()`` takes the handle away before it is freed.
  private struct Bell: @unchecked Sendable {
    let multi: UnsafeMutableRawPointer
  }

  private let state = Mutex(State())

  /// Answers `false`, and keeps nothing, once the box was closed.
  @discardableResult func put(_ commands: [TransportCommand]) -> Bool {
    leave { $0.commands.append(contentsOf: commands) }
  }

  func cancelAll() {
    leave { $0.cancelAll() }
  }

  /// The last order; later ones are turned away.
  func close() {
    leave(thenClosing: true) { $0.closes = true }
  }

  /// Everything left since the last time.
  func take() -> PendingCommands {
    state.withLock {
      let orders = $0.orders
      $0.orders = PendingCommands()
      return orders
    }
  }

  func plug(into multi: UnsafeMutableRawPointer) {
    let bell = Bell(multi: multi)
    state.withLock { $0.bell = bell }
  }

  func unplug() {
    state.withLock { $0.bell = nil }
  }

  /// Rings only for the first order in an empty box: the thread empties it in one go.
  @discardableResult private func leave(
    thenClosing closes: Bool = false, _ change: (inout PendingCommands) -> Void
  ) -> Bool {
    state.withLock {
      guard !$0.isClosed else { return false }
      $0.isClosed = closes
      let wasEmpty = $0.orders.isEmpty
      change(&$0.orders)
      if wasEmpty, let bell = $0.bell { libcurl_multi_wakeup(bell.multi) }
      return true
    }
  }
}
