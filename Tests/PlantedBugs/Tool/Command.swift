import Foundation

/// A program that is run, in a session of its own: so all that it started can be ended.
enum Command {
  struct End {
    /// `nil` where its time was up.
    var status: Int32?
    var log: String
    var succeeded: Bool { status == 0 }
  }

  nonisolated(unsafe) private static var session: pid_t = 0

  /// Runs a command in this process's folder. What it says goes to the file `log`.
  static func run(_ words: [String], log: String, limit: Duration = .seconds(3600)) -> End {
    let process = start(["/usr/bin/env"] + words, log: log)
    session = process
    let deadline = ContinuousClock.now + limit
    var status: Int32 = 0
    var isUp = false
    while process > 0, waitpid(process, &status, WNOHANG) == 0 {
      isUp = ContinuousClock.now > deadline
      if isUp { break }
      usleep(50_000)
    }
    let hasEnded = isUp && endAfterItsChildren(process)
    endLeftovers()
    if isUp, !hasEnded { waitpid(process, &status, 0) }
    session = 0
    let said = FileManager.default.contents(atPath: log) ?? Data()
    return End(
      status: isUp ? nil : process > 0 ? status : -1, log: String(decoding: said, as: UTF8.self))
  }

  /// Ends what the command started, and gives the command ten seconds to end by itself: `swift test`
  /// writes down what the tests said only when they have ended. Returns whether it did.
  private static func endAfterItsChildren(_ process: pid_t) -> Bool {
    for other in allProcesses() where getsid(other) == session && other != process {
      kill(other, SIGKILL)
    }
    for _ in 0..<200 {
      if waitpid(process, nil, WNOHANG) == process { return true }
      usleep(50_000)
    }
    return false
  }

  /// Ends whatever is left of the session of the command that runs.
  static func endLeftovers() {
    guard session > 0 else { return }
    // Again, for what was started in the meantime.
    for _ in 0..<20 {
      let left = allProcesses().filter { getsid($0) == session }
      if left.isEmpty { return }
      for process in left { kill(process, SIGKILL) }
      usleep(20_000)
    }
  }

  private static func allProcesses() -> [pid_t] {
    if let names = try? FileManager.default.contentsOfDirectory(atPath: "/proc") {
      return names.compactMap { pid_t($0) }
    }
    guard let list = popen("ps -A -o pid=", "r") else { return [] }
    defer { pclose(list) }
    var found: [pid_t] = []
    var line = [CChar](repeating: 0, count: 64)
    while fgets(&line, 64, list) != nil {
      let digits = line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
      let text = String(decoding: digits, as: UTF8.self).trimmingCharacters(
        in: .whitespacesAndNewlines)
      if let process = pid_t(text) { found.append(process) }
    }
    return found
  }

  private static func start(_ words: [String], log: String) -> pid_t {
    #if canImport(Darwin)
      var attributes: posix_spawnattr_t?
      var files: posix_spawn_file_actions_t?
      let newSession: Int16 = 0x0400
    #else
      var attributes = posix_spawnattr_t()
      var files = posix_spawn_file_actions_t()
      let newSession: Int16 = 0x80
    #endif
    posix_spawnattr_init(&attributes)
    posix_spawnattr_setflags(&attributes, newSession)
    posix_spawn_file_actions_init(&files)
    posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&files, 1, log, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    posix_spawn_file_actions_adddup2(&files, 1, 2)
    defer {
      posix_spawnattr_destroy(&attributes)
      posix_spawn_file_actions_destroy(&files)
    }
    var arguments = words.map { strdup($0) }
    defer { for argument in arguments { free(argument) } }
    arguments.append(nil)
    var process: pid_t = 0
    return posix_spawn(&process, words[0], &files, &attributes, arguments, environ) == 0
      ? process : -1
  }
}
