import Foundation

/// A folder in memory where the machine has one: syncs there cost nothing, and the calls are the
/// same.
final class Shelf {
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
