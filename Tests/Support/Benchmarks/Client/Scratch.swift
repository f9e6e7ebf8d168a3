import Foundation

/// A temporary folder.
struct Scratch {
  let path: String

  /// Removes it behind `work`, whatever becomes of that.
  static func within<Result>(
    _ work: (Scratch) async throws -> Result
  ) async throws -> Result {
    let path = FileManager.default.temporaryDirectory.path + "/nightshift-bench-\(UUID())"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try await work(Scratch(path: path))
  }

  func path(_ name: String) -> String { path + "/" + name }
}
