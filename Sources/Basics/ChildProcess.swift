/// A program that was started in a process group of its own, and with signals as in a fresh shell.
///
/// It inherits standard input, output and errors, and no other file that is marked to be closed.
package struct ChildProcess: Sendable {
  package enum End: Sendable, Equatable {
    case exited(Int32)
    case signalled(Int32)
  }

  /// The system's `errno`.
  package struct NotStarted: Error {
    package let code: Int32
  }

  private let id: pid_t

  /// `words` begin with the program's own name. `nil` for input or errors is `/dev/null`, which its
  /// output always is.
  package init(
    _ path: String, _ words: [String], environment: [String: String], input: Int32? = nil,
    errors: Int32? = nil
  ) throws(NotStarted) {
    var process: pid_t = 0
    let code = Self.spawn(&process, path, words, environment, input, errors)
    guard code == 0 else { throw NotStarted(code: code) }
    id = process
  }

  /// How it ended; `nil`: not yet. Not to be asked again once it has.
  package func end() -> End? { end(WNOHANG) }

  package func waitForEnd() {
    while end(0) == nil, errno == EINTR {}
  }

  /// Kills it, and all that it has started in its group. One that waits for a dead drive goes on.
  package func killGroup() {
    kill(-id, SIGKILL)
  }

  private func end(_ options: Int32) -> End? {
    var status: Int32 = 0
    guard waitpid(id, &status, options) == id else { return nil }
    let number = status & 0x7F
    return number == 0 ? .exited(status >> 8 & 0xFF) : .signalled(number)
  }
}

extension ChildProcess {
  private static func spawn(
    _ process: inout pid_t, _ path: String, _ words: [String], _ environment: [String: String],
    _ input: Int32?, _ errors: Int32?
  ) -> Int32 {
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
      var attributes: posix_spawnattr_t?
    #else
      var actions = posix_spawn_file_actions_t()
      var attributes = posix_spawnattr_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    func connect(_ descriptor: Int32?, to number: Int32, _ flags: Int32) {
      if let descriptor {
        posix_spawn_file_actions_adddup2(&actions, descriptor, number)
      } else {
        posix_spawn_file_actions_addopen(&actions, number, "/dev/null", flags, 0)
      }
    }
    connect(input, to: STDIN_FILENO, O_RDONLY)
    connect(nil, to: STDOUT_FILENO, O_WRONLY)
    connect(errors, to: STDERR_FILENO, O_WRONLY)
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    for number in [SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGXFSZ] { sigaddset(&signals, number) }
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(
      &attributes,
      Int16(POSIX_SPAWN_SETSIGDEF) | Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETPGROUP))
    var arguments = words.map { strdup($0) } + [nil]
    var variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in arguments + variables { free(text) } }
    return posix_spawn(&process, path, &actions, &attributes, &arguments, &variables)
  }
}
