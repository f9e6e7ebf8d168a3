/// What the night does to the disk, past the process.
extension SimulatedDisk {
  /// A file of the user's, safe on the disk; `nil`: a directory.
  func put(_ path: String, _ bytes: [UInt8]?) {
    let node = Node(isDirectory: bytes == nil)
    node.bytes = bytes ?? []
    node.synced = node.bytes.count
    names[path] = node
    lasting[path] = node
  }

  /// Other bytes in the same file, under the feet of who has it open.
  func overwrite(_ path: String, _ bytes: [UInt8]) {
    names[path]?.bytes = bytes
    names[path]?.synced = bytes.count
  }

  func bytes(of path: String) -> [UInt8] {
    names[path]?.bytes ?? []
  }

  func files(in directory: String) -> DiskFiles {
    DiskFiles(
      results: bytes(of: directory + "/results.jsonl"),
      failures: bytes(of: directory + "/failures.jsonl"),
      unusable: bytes(of: directory + "/unusable.jsonl"),
      journal: bytes(of: directory + "/journal.jsonl"),
      salvage: names.keys.filter { $0.hasPrefix(directory + "/salvage/") }.sorted()
        .map { bytes(of: $0) })
  }

  /// One bit of what was safe goes bad; answers where it was, to be put right again.
  func flip(_ path: String, at offset: Int) {
    names[path]?.bytes[offset] ^= 0x04
  }
}

extension SimulatedDisk {
  /// What another thread does: its time is not that of the caller, who may die meanwhile.
  func inBackground<Value>(_ work: () -> Value) -> (value: Value, ends: Instant) {
    let began = clock
    backgroundBegan = began
    let value = work()
    backgroundBegan = nil
    let ends = clock
    clock = began
    return (value, ends)
  }
}
