import Foundation

/// A temporary folder in memory if the machine has such a file system, else on disk. Syncs in
/// memory cost nothing, and the program makes the same calls.
final class MemoryFolder {
  let path: String

  init() throws {
    let memory = "/dev/shm"
    let parent = access(memory, W_OK) == 0 ? memory : NSTemporaryDirectory()
    path = "\(parent)/nightshift-faults-\(UInt64.random(in: 0...UInt64.max))"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }
}
