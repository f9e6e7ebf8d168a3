import Basics
import SandboxAPI

/// Nanoseconds since the night began; every clock of the night is read off it.
typealias Instant = Int64

extension Duration {
  var nanoseconds: Int64 {
    let (seconds, attoseconds) = components
    return seconds * 1_000_000_000 + attoseconds / 1_000_000_000
  }
}

extension SimulatedDisk {
  /// The power goes: what no finished sync made last is lost, kept, torn or garbled, as dice fall.
  func cutPower(at now: Instant) {
    settle(at: now)
    loseNames()
    var seen: Set<ObjectIdentifier> = []
    for path in names.keys.sorted() {
      guard let node = names[path], seen.insert(ObjectIdentifier(node)).inserted else { continue }
      lose(node)
    }
  }

  /// The system writes all out by itself sooner or later; syncs that ended have lasted.
  func settle(at now: Instant) {
    for directory in Set(pendingChanges.map(\.directory)) {
      let done = pendingChanges.filter { $0.directory == directory && $0.ends <= now }.map(\.count)
      keep(done.max() ?? 0, of: directory)
    }
    pendingChanges = []
    for node in names.values { settle(node, at: now) }
    for node in lasting.values { settle(node, at: now) }
  }

  private func settle(_ node: Node, at now: Instant) {
    guard let length = node.pending.filter({ $0.ends <= now }).map(\.length).max() else { return }
    node.synced = max(node.synced, length)
    node.beforeCut = nil
    node.pending = []
  }

  private func keep(_ count: Int, of directory: String) {
    guard count > 0, let all = changes[directory] else { return }
    for change in all.prefix(count) {
      // A name that moved takes its old name along.
      if let node = change.node {
        for (path, other) in lasting where other === node && names[path] == nil {
          lasting[path] = nil
        }
      }
      lasting[change.path] = change.node
    }
    changes[directory] = Array(all.dropFirst(count))
  }

  /// Names last in the order in which they changed, up to a point.
  private func loseNames() {
    for directory in changes.keys.sorted() {
      let count = changes[directory]?.count ?? 0
      keep(dice.unit() < 0.5 ? 0 : Int.random(in: 0...count, using: &dice), of: directory)
    }
    changes = [:]
    // What stands in a directory that is gone is gone.
    names = lasting.filter { path, _ in
      var parent = path
      while let slash = parent.lastIndex(of: "/") {
        parent = String(parent[..<slash])
        if lasting[parent] == nil { return false }
      }
      return true
    }
    lasting = names
  }

  private func lose(_ node: Node) {
    defer {
      node.synced = node.bytes.count
      node.beforeCut = nil
      node.pending = []
    }
    if let before = node.beforeCut, dice.unit() < 0.5 {
      node.bytes = before
      return
    }
    let sure = min(node.synced, node.bytes.count)
    guard node.bytes.count > sure else { return }
    switch dice.next() % 4 {
    case 0: node.bytes.removeLast(node.bytes.count - sure)
    case 1:
      let length = Int.random(in: sure...node.bytes.count, using: &dice)
      node.bytes.removeLast(node.bytes.count - length)
    case 2: garble(node, from: sure)
    default: break
    }
  }

  /// Blocks that were never written read as zeros.
  private func garble(_ node: Node, from sure: Int) {
    let begin = Int.random(in: sure..<node.bytes.count, using: &dice)
    let end = min(node.bytes.count, begin + Int.random(in: 1...512, using: &dice))
    for index in begin..<end { node.bytes[index] = 0 }
  }
}
