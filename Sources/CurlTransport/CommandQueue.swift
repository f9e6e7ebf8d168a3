/// Errands that wait for a free connection, first come first served.
struct CommandQueue {
  private var commands: [TransportCommand] = []
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

  mutating func removeAll() -> [TransportCommand] {
    let rest = Array(commands[next...])
    empty()
    return rest
  }

  private mutating func empty() {
    commands.removeAll(keepingCapacity: commands.count < 4096)
    next = 0
  }
}
