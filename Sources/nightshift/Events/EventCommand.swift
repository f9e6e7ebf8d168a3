import Basics
import Synchronization

/// The user's `--on-event` command, run once for one event.
///
/// The command runs in a shell in its own process group, so Ctrl-C at the terminal does not stop it
/// while it sends a mail, for example.
final class EventCommand: Sendable {
  /// How the command ended.
  enum End: Equatable {
    /// With this exit status.
    case exited(Int32)
    /// By this signal, which nightshift did not send.
    case signalled(Int32)
    /// nightshift killed it: it ran for too long, or for too long after the run had ended.
    case killed
    /// The shell did not start; the value is `errno`.
    case notStarted(Int32)
  }

  /// The command is killed after this many seconds.
  static let deadlineSeconds = 60
  /// How many bytes of its standard error are kept.
  private static let errorTextLimit = 300

  private let command: String
  /// What the command reads from its standard input.
  private let input: [UInt8]
  private let environment: [String: String]
  private let isStopped = Atomic(false)

  init(_ command: String, input: String, environment: [String: String]) {
    self.command = command
    self.input = Array(input.utf8)
    self.environment = environment
  }

  /// Makes ``run()`` kill the command within a tenth of a second.
  func stop() {
    isStopped.store(true, ordering: .relaxed)
  }

  /// Runs the command and blocks until it has ended. Also returns the beginning of its standard
  /// error, at most 300 bytes.
  func run() -> (end: End, errorText: String) {
    var pipes = EventPipes()
    guard pipes.open() else { return (.notStarted(errno), "") }
    defer { pipes.close() }
    let shell: ChildProcess
    do throws(ChildProcess.NotStarted) {
      shell = try ChildProcess(
        "/bin/sh", ["sh", "-c", command], environment: environment, input: pipes.theirInput,
        errors: pipes.theirErrors)
    } catch {
      return (.notStarted(error.code), "")
    }
    pipes.closeTheirs()
    let end = waitForEnd(of: shell, &pipes)
    return (end, String(decoding: pipes.errorText, as: UTF8.self))
  }

  /// Writes the input and reads standard error until the command has ended or was killed.
  private func waitForEnd(of shell: ChildProcess, _ pipes: inout EventPipes) -> End {
    let deadline = ContinuousClock.now + .seconds(Self.deadlineSeconds)
    var written = 0
    while true {
      pipes.exchange(input, &written, keeping: Self.errorTextLimit, for: 50)
      if let end = shell.end() {
        // It may have written to standard error just before it ended.
        pipes.exchange(input, &written, keeping: Self.errorTextLimit, for: 0)
        switch end {
        case .exited(let status): return .exited(status)
        case .signalled(let number): return .signalled(number)
        }
      }
      if isStopped.load(ordering: .relaxed) || ContinuousClock.now > deadline {
        shell.killGroup()
        shell.waitForEnd()
        return .killed
      }
    }
  }
}
