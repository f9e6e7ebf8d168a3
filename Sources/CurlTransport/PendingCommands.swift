/// What was left for the transport's thread since it last looked.
struct PendingCommands: Sendable {
  /// End these without sending them.
  var dropped: [TransportCommand] = []
  /// End what is in flight.
  var cancelsAll = false
  /// Send these; left after the cancelling, if there was one.
  var commands: [TransportCommand] = []
  var closes = false

  var isEmpty: Bool { dropped.isEmpty && commands.isEmpty && !cancelsAll && !closes }

  mutating func cancelAll() {
    dropped += commands
    commands = []
    cancelsAll = true
  }
}
