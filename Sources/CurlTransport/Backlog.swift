/// Errands that wait for a free connection, first come first served.
struct Backlog {
  private var errands: [Errand] = []
  private var next = 0

  var isEmpty: Bool { next == errands.count }

  mutating func append(contentsOf more: [Errand]) {
    errands.append(contentsOf: more)
  }

  mutating func popFirst() -> Errand? {
    guard next < errands.count else { return nil }
    let first = errands[next]
    next += 1
    if next == errands.count { empty() }
    return first
  }

  mutating func removeAll() -> [Errand] {
    let rest = Array(errands[next...])
    empty()
    return rest
  }

  private mutating func empty() {
    errands.removeAll(keepingCapacity: errands.count < 4096)
    next = 0
  }
}
