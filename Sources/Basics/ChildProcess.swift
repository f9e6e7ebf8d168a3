/// A child process in its own process group, with default signal handling and no blocked signals.
///
/// It gets only standard input, output and error. Files opened with `O_CLOEXEC` stay closed in it.
package struct ChildProcess: Sendable {
  /// How the process ended.
  package enum End: Sendable, Equatable {
    /// With this exit status, 0...255.
    case exited(Int32)
    /// Killed by the signal with this number.
    case signalled(Int32)
  }

  /// The process could not be started.
  package struct NotStarted: Error {
    /// The system's `errno`.
    package let code: Int32
  }

  /// The process id. It is also the id of the process group.
  private let id: pid_t

  /// Starts the program at `path`.
  ///
  /// `arguments` begin with the program's own name. `input`, `output` and `errors` are file
  /// descriptors; `nil` means `/dev/null`.
  package init(
    _ path: String, _ arguments: [String], environment: [String: String], input: Int32? = nil,
    output: Int32? = nil, errors: Int32? = nil
  ) throws(NotStarted) {
    var process: pid_t = 0
    let code = Self.spawn(&process, path, arguments, environment, (input, output, errors))
    guard code == 0 else { throw NotStarted(code: code) }
    id = process
  }

  /// How the process ended; `nil` while it runs. Do not call it again after it returned an end:
  /// the process id may then belong to another process.
  package func end() -> End? { end(WNOHANG) }

  /// Blocks until the process has ended. `nil` if ``end()`` has already returned its end.
  @discardableResult package func waitForEnd() -> End? {
    while true {
      if let end = end(0) { return end }
      if errno != EINTR { return nil }
    }
  }

  /// Sends SIGKILL to the process and to everything it started in its group. A process that is
  /// blocked in the kernel, for example by a broken drive, ends only after that call returns.
  package func killGroup() {
    kill(-id, SIGKILL)
  }

  /// `options` are those of `waitpid`.
  private func end(_ options: Int32) -> End? {
    var status: Int32 = 0
    guard waitpid(id, &status, options) == id else { return nil }
    // WIFEXITED, WEXITSTATUS and WTERMSIG are C macros, which Swift cannot import.
    let signal = status & 0x7F
    return signal == 0 ? .exited(status >> 8 & 0xFF) : .signalled(signal)
  }
}

extension ChildProcess {
  /// Returns 0, or the system's `errno`.
  private static func spawn(
    _ process: inout pid_t, _ path: String, _ arguments: [String],
    _ environment: [String: String],
    _ streams: (input: Int32?, output: Int32?, errors: Int32?)
  ) -> Int32 {
    // These types are pointers on macOS and structures on Linux.
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
      var attributes: posix_spawnattr_t?
    #else
      var actions = posix_spawn_file_actions_t()
      var attributes = posix_spawnattr_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    func connect(_ descriptor: Int32?, to standardStream: Int32, _ flags: Int32) {
      if let descriptor {
        posix_spawn_file_actions_adddup2(&actions, descriptor, standardStream)
      } else {
        posix_spawn_file_actions_addopen(&actions, standardStream, "/dev/null", flags, 0)
      }
    }
    connect(streams.input, to: STDIN_FILENO, O_RDONLY)
    connect(streams.output, to: STDOUT_FILENO, O_WRONLY)
    connect(streams.errors, to: STDERR_FILENO, O_WRONLY)
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    // This program ignores or handles these signals; the child must not inherit that.
    for signal in [SIGINT, SIGTERM, SIGHUP, SIGUSR1, SIGXCPU, SIGPIPE, SIGXFSZ] {
      sigaddset(&signals, signal)
    }
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(
      &attributes,
      Int16(POSIX_SPAWN_SETSIGDEF) | Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETPGROUP))
    var argumentPointers = arguments.map { strdup($0) } + [nil]
    var variablePointers = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for pointer in argumentPointers + variablePointers { free(pointer) } }
    return posix_spawn(
      &process, path, &actions, &attributes, &argumentPointers, &variablePointers)
  }
}
