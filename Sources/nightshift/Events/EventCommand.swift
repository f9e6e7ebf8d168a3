import Basics
import Synchronization

/// One start of the user's command: a shell in a process group of its own, so that Ctrl-C at the
/// terminal does not stop the mail that is being sent.
final class EventCommand: Sendable {
  enum End: Equatable {
    case exited(Int32)
    case signalled(Int32)
    /// It ran for too long, or until the run's end and longer, and was killed.
    case killed
    /// The system's `errno`.
    case notStarted(Int32)
  }

  /// It is killed after so many seconds.
  static let deadlineSeconds = 60
  /// How much of what it complains about is kept, in bytes.
  private static let complaintLimit = 300

  private let command: String
  private let input: [UInt8]
  private let environment: [String: String]
  private let isStopped = Atomic(false)

  init(_ command: String, input: String, environment: [String: String]) {
    self.command = command
    self.input = Array(input.utf8)
    self.environment = environment
  }

  /// Kills it within a tenth of a second.
  func stop() {
    isStopped.store(true, ordering: .relaxed)
  }

  /// Blocks until it has ended; answers also how its standard error began.
  func run() -> (end: End, complaint: String) {
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
    let end = attend(shell, &pipes)
    return (end, String(decoding: pipes.complaint, as: UTF8.self))
  }

  /// Feeds it and hears it until it has ended.
  private func attend(_ shell: ChildProcess, _ pipes: inout EventPipes) -> End {
    let deadline = ContinuousClock.now + .seconds(Self.deadlineSeconds)
    var fed = 0
    while true {
      pipes.exchange(input, &fed, keeping: Self.complaintLimit, for: 50)
      if let end = shell.end() {
        pipes.exchange(input, &fed, keeping: Self.complaintLimit, for: 0)
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
