import Foundation

/// Asks git whether it would take a file into a commit; quiet where there is no git.
struct GitIgnore {
  let environment: [String: String]

  func wouldCommit(_ path: String) -> Bool {
    let folder = URL(fileURLWithPath: path).standardizedFileURL.deletingLastPathComponent()
    guard isInWorkTree(folder), let git else { return false }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: git)
    // A folder that was cloned from elsewhere may name a program as its file-system monitor.
    process.arguments = [
      "-C", folder.path, "-c", "core.fsmonitor=false", "check-ignore", "-q", "--",
      URL(fileURLWithPath: path).lastPathComponent,
    ]
    // Without the key.
    process.environment = environment.filter { ["PATH", "HOME"].contains($0.key) }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationReason == .exit && process.terminationStatus == 1
  }

  private func isInWorkTree(_ folder: URL) -> Bool {
    var place = folder
    while true {
      let mark = place.appendingPathComponent(".git").path
      if FileManager.default.fileExists(atPath: mark) { return true }
      guard place.path != "/" else { return false }
      place.deleteLastPathComponent()
    }
  }

  private var git: String? {
    (environment["PATH"] ?? "").split(separator: ":")
      .filter { $0.hasPrefix("/") }.map { $0 + "/git" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }
}
