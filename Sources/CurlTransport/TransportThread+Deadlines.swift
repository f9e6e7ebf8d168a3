import Basics
import CLibcurl

// Deadlines. The thread looks at the clock at regular times, so that it notices when the program stood
// still, and it reads what has arrived before it ends a command that is late.
extension TransportThread {
  /// Waits until libcurl or this thread has something to do. `CommandBox` ends the wait when a
  /// command arrives. `isDue`: there is something to do already.
  func wait(isDue: Bool) {
    let length = isDue ? .zero : longestWait
    libcurl_multi_poll(multi, Int32((length / .milliseconds(1)).rounded(.up)))
    look(due: length)
  }

  /// With nothing in flight there is nothing to time, and no reason to wake up often.
  private var longestWait: Duration {
    guard !isIdle else { return .seconds(60) }
    let interval = RunningTime.interval
    guard let next = context.nextDeadline else { return interval }
    return max(.zero, min(interval, context.runningNow.duration(to: next)))
  }

  /// Looks at the clock. `due`: the longest time after the last look at which this one was to come.
  func look(due: Duration) {
    guard let gap = context.time.look(at: BootClock.now, due: due) else { return }
    for transfer in transfers { transfer.extendConnecting(by: gap) }
  }

  /// Ends the commands that are late. Returns whether it may have taken the wake-up of a command that
  /// has just arrived.
  ///
  /// It judges by the last look and not by the present time: the program may have stood still since,
  /// without knowing yet.
  func endOverdue() -> Bool {
    let now = context.time.lastLookRunning
    guard let next = context.nextDeadline, next <= now else { return false }
    let isLate = transfers.contains { $0.overdue(at: now) != nil }
    if isLate {
      readAll()
      for transfer in transfers {
        guard let reason = transfer.overdue(at: now) else { continue }
        transfer.stopReason = reason
        end(transfer, CURLE_ABORTED_BY_CALLBACK)
      }
    }
    context.nextDeadline = transfers.compactMap(\.nextDeadline).min()
    return isLate
  }

  /// Reads everything that has arrived. In one call libcurl reads at most a hundred buffers of a
  /// connection, which are 1.6 MB (measured with 7.88.1: 1,653,716 of 3,000,000 bytes).
  private func readAll() {
    for _ in 0..<Self.mostReads where libcurl_multi_ready(multi) > 0 { perform() }
  }

  /// A server that never stops to send must not keep the thread here. Even if each call read a single
  /// buffer, this would be 16 MiB of each connection, more than a socket holds.
  private static let mostReads = 1024
}
