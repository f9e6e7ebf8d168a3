import Basics

/// Asks git whether a file that holds a key could be committed by mistake.
struct GitIgnore {
  let environment: [String: String]
  /// How long to wait for git at most. It can hang, for example on a network drive without a
  /// connection.
  var timeLimit = Duration.seconds(5)

  /// Whether the file is in a work tree and no rule ignores it. `false` if git gives no answer: it
  /// is not installed, the file is in no work tree, or the time is up.
  func wouldCommit(_ path: String) -> Bool {
    guard let git = try? startGit(about: URL(fileURLWithPath: path)) else { return false }
    let deadline = ContinuousClock.now + timeLimit
    while ContinuousClock.now < deadline {
      if let end = git.end() { return end == .exited(1) }
      usleep(2000)
    }
    git.killGroup()
    // A killed process ends at once, and is a zombie until somebody asks for its end. One that hangs
    // on a drive may not even end when killed, so the wait for it is short.
    for _ in 0..<500 {
      if git.end() != nil { break }
      usleep(2000)
    }
    return false
  }

  /// Starts `git check-ignore`, which exits with 0 for an ignored file, with 1 for one that is not,
  /// and with another status if it cannot tell.
  private func startGit(about file: URL) throws(ChildProcess.NotStarted) -> ChildProcess {
    // A cloned repository's settings can name a program as file-system monitor, which git would
    // run.
    let words = [
      "env", "git", "-c", "core.fsmonitor=false", "-C", file.deletingLastPathComponent().path,
      "check-ignore", "-q", "--", file.lastPathComponent,
    ]
    // The environment can contain API keys, which git must not get.
    let allowed = environment.filter { ["PATH", "HOME"].contains($0.key) }
    return try ChildProcess("/usr/bin/env", words, environment: allowed)
  }
}
