/// What other threads asked of the transport's thread since it last looked.
///
/// The thread first cancels, then sends. If ``closes`` is set, it cancels everything and ends.
struct PendingCommands: Sendable {
  /// Commands that were cancelled before the thread saw them. They end without being sent.
  var cancelled: [TransportCommand] = []
  /// Cancel everything that is in flight or waits for a connection.
  var cancelsAll = false
  /// Commands to send. If ``cancelsAll`` is set, they were added after it and are not cancelled.
  var commands: [TransportCommand] = []
  /// End the thread.
  var closes = false

  var isEmpty: Bool { cancelled.isEmpty && commands.isEmpty && !cancelsAll && !closes }

  mutating func cancelAll() {
    cancelled += commands
    commands = []
    cancelsAll = true
  }
}
