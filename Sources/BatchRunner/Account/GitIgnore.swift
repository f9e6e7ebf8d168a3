import Basics

/// Asks git whether it would take a file into a commit; quiet where git does not answer.
struct GitIgnore {
  let environment: [String: String]
  /// What a run waits for git at most: a work tree may lie on a dead network drive.
  var troubleTimer = Duration.seconds(5)

  /// `false` without git or outside a work tree: git then answers neither yes nor no.
  func wouldCommit(_ path: String) -> Bool {
    guard let git = try? question(about: URL(fileURLWithPath: path)) else { return false }
    let deadline = ContinuousClock.now + troubleTimer
    while ContinuousClock.now < deadline {
      if let end = git.end() { return end == .exited(1) }
      usleep(2000)
    }
    // Not waited for: where the drive is dead, it cannot even be killed.
    git.killGroup()
    return false
  }

  private func question(about file: URL) throws(ChildProcess.NotStarted) -> ChildProcess {
    // The settings of a folder that was cloned may name a program as its file-system monitor.
    let words = [
      "env", "git", "-c", "core.fsmonitor=false", "-C", file.deletingLastPathComponent().path,
      "check-ignore", "-q", "--", file.lastPathComponent,
    ]
    // No key for a child to inherit.
    let allowed = environment.filter { ["PATH", "HOME"].contains($0.key) }
    return try ChildProcess("/usr/bin/env", words, environment: allowed)
  }
}
