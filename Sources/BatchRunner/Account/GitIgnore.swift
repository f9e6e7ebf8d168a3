import Dispatch
import Foundation

/// Asks git whether it would take a file into a commit; quiet where git does not answer.
struct GitIgnore {
  let environment: [String: String]
  /// What a run waits for git at most: a work tree may lie on a dead network drive.
  var patience = DispatchTimeInterval.seconds(5)

  /// `false` without git or outside a work tree: git then answers neither yes nor no.
  func wouldCommit(_ path: String) -> Bool {
    let git = question(about: URL(fileURLWithPath: path))
    let ended = DispatchSemaphore(value: 0)
    git.terminationHandler = { _ in ended.signal() }
    guard (try? git.run()) != nil else { return false }
    guard ended.wait(timeout: .now() + patience) == .success else {
      kill(git.processIdentifier, SIGKILL)
      return false
    }
    return git.terminationReason == .exit && git.terminationStatus == 1
  }

  private func question(about file: URL) -> Process {
    let git = Process()
    git.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    // The settings of a folder that was cloned may name a program as its file-system monitor.
    git.arguments = [
      "git", "-c", "core.fsmonitor=false", "-C", file.deletingLastPathComponent().path,
      "check-ignore", "-q", "--", file.lastPathComponent,
    ]
    // No key for a child to inherit.
    git.environment = environment.filter { ["PATH", "HOME"].contains($0.key) }
    git.standardInput = FileHandle.nullDevice
    git.standardOutput = FileHandle.nullDevice
    git.standardError = FileHandle.nullDevice
    return git
  }
}
