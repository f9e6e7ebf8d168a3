import Basics
import SandboxAPI

/// A disk in memory that loses what a power cut may lose, fills up, fails, and takes its time.
///
/// Belongs to one thread, which is why it may call itself sendable.
final class SimulatedDisk: Disk, @unchecked Sendable {
  /// What stands behind a name.
  final class Node {
    let isDirectory: Bool
    /// As programs see it.
    var bytes: [UInt8] = []
    /// So many bytes, from the front, outlast a power cut.
    var synced = 0
    /// What stood there before a cut that no sync has made last yet.
    var beforeCut: [UInt8]?
    /// Syncs under way: a power cut before their end may undo them.
    var pending: [(length: Int, ends: Instant)] = []

    init(isDirectory: Bool) {
      self.isDirectory = isDirectory
    }
  }

  /// A name that came, went or was given to another file. `nil`: it went.
  struct Change {
    let path: String
    let node: Node?
  }

  /// What happened to the results, for who holds the promises.
  struct Record {
    var writes: [Instant] = []
    var syncs: [(began: Instant, ended: Instant)] = []
    /// Those of the journal, which is synced last.
    var lastSyncs: [(began: Instant, ended: Instant)] = []
    /// When the disk first failed in this session.
    var failedAt: Instant?
  }

  var names: [String: Node] = ["": Node(isDirectory: true)]
  /// The names that outlast a power cut.
  var lasting: [String: Node] = [:]
  /// By directory, oldest first: what no sync has made last.
  var changes: [String: [Change]] = [:]
  var pendingChanges: [(directory: String, count: Int, ends: Instant)] = []
  private var open: [Int32: (path: String, node: Node)] = [:]
  private var nextDescriptor: Int32 = 100
  var dice: SplitMix64

  /// Runs on with every call; whoever uses the disk sets it, and reads it afterwards.
  var clock: Instant = 0
  var slowestSync: Duration = .milliseconds(20)
  /// A call that takes very long, now and then; zero: none does.
  var stall: Duration = .zero
  /// There is no room in these spans.
  var full: [Range<Instant>] = []
  /// The how-manieth sync from now fails; `nil`: none does.
  var syncsToFailure: Int?
  /// The process dies at this moment, or at the how-manieth call from now.
  var dieAt: Instant?
  var callsToDeath: Int?
  /// When what runs now on another thread began; `nil`: nothing does.
  var backgroundBegan: Instant?
  /// Calls have no effect any more: who makes them is dead.
  private(set) var diedAt: Instant?
  private(set) var record = Record()
  private(set) var faults: [NightFault: Int] = [:]
  var tell: ((Instant, String) -> Void)?

  init(dice: SplitMix64) {
    self.dice = dice
    lasting = names
  }

  /// Another process takes over: descriptors are closed, and nobody is about to die.
  func revive() {
    open = [:]
    diedAt = nil
    dieAt = nil
    callsToDeath = nil
    record = Record()
  }

  func isFull(at now: Instant) -> Bool {
    full.contains { $0.contains(now) }
  }
}

// MARK: - Time and death

extension SimulatedDisk {
  /// One call's time passes; `false`: the caller is dead.
  private func pass(_ longest: Duration = .microseconds(400)) -> Bool {
    guard diedAt == nil else { return false }
    clock += Int64(Double(longest.nanoseconds) * dice.unit())
    if stall > .zero, dice.unit() < 0.01 {
      clock += stall.nanoseconds
      faults[.diskStall, default: 0] += 1
    }
    if let left = callsToDeath {
      callsToDeath = left - 1
      if left <= 0 { die() }
    }
    if let dieAt, clock >= dieAt {
      guard backgroundBegan == nil else { return false }
      die()
    }
    return diedAt == nil
  }

  private func die() {
    diedAt = backgroundBegan ?? clock
  }

  private func fail(_ code: Int32) -> Int32 {
    errno = code
    if code == ENOSPC || (code == EIO && diedAt == nil) {
      record.failedAt = record.failedAt ?? clock
    }
    return -1
  }

  private static func directory(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
  }

  private func isResults(_ path: String) -> Bool {
    path.hasSuffix("/results.jsonl") || path.hasSuffix("/results.jsonl.new")
  }
}

// MARK: - Files

extension SimulatedDisk {
  func open(_ path: String, _ flags: Int32) -> Int32 {
    guard pass() else { return fail(EIO) }
    var node = names[path]
    if node == nil, flags & O_CREAT != 0 {
      guard names[Self.directory(of: path)] != nil else { return fail(ENOENT) }
      guard !isFull(at: clock) else { return fail(ENOSPC) }
      let made = Node(isDirectory: false)
      change(path, made)
      node = made
    }
    guard let node else { return fail(ENOENT) }
    nextDescriptor += 1
    open[nextDescriptor] = (path, node)
    return nextDescriptor
  }

  func close(_ descriptor: Int32) {
    open[descriptor] = nil
  }

  func fstat(_ descriptor: Int32, _ status: inout stat) -> Int32 {
    guard let (_, node) = open[descriptor] else { return fail(EBADF) }
    fill(&status, node)
    return 0
  }

  func stat(_ path: String, _ status: inout stat) -> Int32 {
    guard diedAt == nil, let node = names[path] else { return fail(ENOENT) }
    fill(&status, node)
    return 0
  }

  private func fill(_ status: inout stat, _ node: Node) {
    status.st_size = off_t(node.bytes.count)
    status.st_mode = node.isDirectory ? S_IFDIR | 0o700 : S_IFREG | 0o600
  }

  func write(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    guard let (path, node) = open[descriptor] else { return Int(fail(EBADF)) }
    guard diedAt == nil else { return Int(fail(EIO)) }
    guard pass() else {
      // Who is killed in the middle of a write leaves its beginning.
      if dice.unit() < 0.5 {
        add(bytes.prefix(Int.random(in: 0...bytes.count, using: &dice)), node)
      }
      return Int(fail(EIO))
    }
    if isFull(at: clock) {
      faults[.diskFull, default: 0] += 1
      record.failedAt = record.failedAt ?? clock
      let room = dice.unit() < 0.4 ? Int.random(in: 0..<max(1, bytes.count), using: &dice) : 0
      guard room > 0 else {
        tell?(clock, "disk    \(name(path)): no room")
        return Int(fail(ENOSPC))
      }
      add(bytes.prefix(room), node)
      return room
    }
    add(bytes[...], node)
    tell?(clock, "disk    \(name(path)): \(bytes.count) bytes, now \(node.bytes.count)")
    if isResults(path) { record.writes.append(clock) }
    return bytes.count
  }

  private func add(_ bytes: Slice<UnsafeRawBufferPointer>, _ node: Node) {
    node.bytes.append(contentsOf: bytes)
  }

  func pread(
    _ descriptor: Int32, _ room: UnsafeMutableRawBufferPointer, _ offset: Int
  ) -> Int {
    guard diedAt == nil, let (_, node) = open[descriptor] else { return Int(fail(EIO)) }
    let count = max(0, min(room.count, node.bytes.count - offset))
    guard count > 0 else { return 0 }
    node.bytes.withUnsafeBytes { bytes in
      room.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[offset..<(offset + count)]))
    }
    return count
  }

  func lock(_ descriptor: Int32, _ operation: Int32) -> Int32 { 0 }

  func ftruncate(_ descriptor: Int32, _ length: Int) -> Int32 {
    guard let (path, node) = open[descriptor], pass() else { return fail(EIO) }
    if length < node.bytes.count {
      if node.beforeCut == nil { node.beforeCut = node.bytes }
      node.bytes.removeLast(node.bytes.count - length)
      node.synced = min(node.synced, length)
      node.pending = node.pending.map { (min($0.length, length), $0.ends) }
    }
    tell?(clock, "disk    \(name(path)): cut to \(length)")
    return 0
  }

  func sync(_ descriptor: Int32) -> Int32 {
    guard let (path, node) = open[descriptor] else { return fail(EBADF) }
    // Of what is written while a thread syncs file after file, nothing is taken along.
    let began = backgroundBegan ?? clock
    guard pass(slowestSync) else {
      // Its end is not seen by anybody.
      if isResults(path) { record.syncs.append((began, .max)) }
      return fail(EIO)
    }
    if let left = syncsToFailure {
      syncsToFailure = left > 0 ? left - 1 : nil
      if left == 0 {
        faults[.syncFailed, default: 0] += 1
        tell?(clock, "disk    \(name(path)): the sync failed")
        return fail(EIO)
      }
    }
    if node.isDirectory {
      pendingChanges.append((path, changes[path]?.count ?? 0, clock))
    } else {
      node.pending.append((node.bytes.count, clock))
      if isResults(path) { record.syncs.append((began, clock)) }
      if path.hasSuffix("/journal.jsonl") { record.lastSyncs.append((began, clock)) }
    }
    tell?(clock, "disk    \(name(path)): synced")
    return 0
  }

  /// What is salvaged has the real time in its name, which is another each time.
  private func name(_ path: String) -> String {
    let name = String(path.split(separator: "/").last ?? "/")
    guard name.hasSuffix(".part"), let dash = name.lastIndex(of: "-") else { return name }
    return String(name[..<dash])
  }
}

// MARK: - Names

extension SimulatedDisk {
  func fchmod(_ descriptor: Int32, _ mode: mode_t) -> Int32 { 0 }
  func chmod(_ path: String, _ mode: mode_t) -> Int32 { 0 }

  func mkdir(_ path: String) -> Int32 {
    guard pass() else { return fail(EIO) }
    guard names[path] == nil else { return fail(EEXIST) }
    guard !isFull(at: clock) else { return fail(ENOSPC) }
    change(path, Node(isDirectory: true))
    return 0
  }

  func rename(_ from: String, _ to: String) -> Int32 {
    guard pass() else { return fail(EIO) }
    guard let node = names[from] else { return fail(ENOENT) }
    // Both names change together or not at all.
    change(to, node)
    names[from] = nil
    tell?(clock, "disk    \(name(from)) is \(name(to)) now")
    return 0
  }

  func unlink(_ path: String) -> Int32 {
    guard pass() else { return fail(EIO) }
    guard names[path] != nil else { return fail(ENOENT) }
    change(path, nil)
    return 0
  }

  private func change(_ path: String, _ node: Node?) {
    names[path] = node
    changes[Self.directory(of: path), default: []].append(Change(path: path, node: node))
  }
}
