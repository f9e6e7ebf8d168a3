/// Commands that wait for a free connection, oldest first.
///
/// Removing the first one takes constant time: the queue moves an index and frees the storage only
/// when it is empty.
struct CommandQueue {
  private var commands: [TransportCommand] = []
  /// The index of the oldest waiting command.
  private var next = 0

  var isEmpty: Bool { next == commands.count }

  mutating func append(contentsOf more: [TransportCommand]) {
    commands.append(contentsOf: more)
  }

  mutating func popFirst() -> TransportCommand? {
    guard next < commands.count else { return nil }
    let first = commands[next]
    next += 1
    if next == commands.count { empty() }
    return first
  }

  /// Removes all waiting commands and returns them, oldest first.
  mutating func removeAll() -> [TransportCommand] {
    let rest = Array(commands[next...])
    empty()
    return rest
  }

  private mutating func empty() {
    // A large storage is freed: it would stay in memory for the rest of the run.
    commands.removeAll(keepingCapacity: commands.count < 4096)
    next = 0
  }
}
