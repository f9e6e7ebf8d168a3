import Basics
import BatchRunner
import Reports
import Synchronization

/// Runs the user's `--on-event` command for each event.
///
/// Each command runs on its own thread, so the run never waits for it until the run has ended.
final class EventRunner: Sendable {
  private struct State {
    var queue = EventQueue()
    /// The latest progress, for the next event.
    var progress = BatchRunner.RunProgress()
    /// Every key that the run has used, so that none reaches the command's environment.
    var keys: [APIKey] = []
    /// Commands that run now.
    var commands: [EventCommand] = []
  }

  /// How many seconds ``end(_:)`` waits before it kills commands that still run.
  static let endTimeoutSeconds = 10

  private let command: String
  private let environment: [String: String]
  private let keys: KeyRing
  private let console: Console
  private let runs: RunEvent.Runs
  /// A lock and not an actor: notices come from inside the run, which must not wait.
  private let state = Mutex(State())

  init(
    _ command: String, environment: [String: String], keys: KeyRing, console: Console,
    runs: RunEvent.Runs
  ) {
    self.command = command
    self.environment = environment
    self.keys = keys
    self.console = console
    self.runs = runs
  }

  /// Keeps the latest progress for the next event. Call it about four times a second.
  func update(_ progress: BatchRunner.RunProgress) {
    state.withLock {
      $0.progress = progress
      rememberKey(&$0)
    }
  }

  /// Runs the command if the notice is one of the events; does not wait for it.
  func handle(_ notice: Notice, _ sentence: String) {
    let progress = state.withLock { $0.progress }
    if let event = RunEvent(notice, sentence, progress, at: .now) { enqueue(event) }
  }

  /// Runs the command for the end of the run, and waits until all commands have ended. Kills those
  /// that still run after ``endTimeoutSeconds``.
  func end(_ summary: RunSummary) async {
    if let event = RunEvent(end: summary, at: .now) { enqueue(event) }
    let deadline = ContinuousClock.now + .seconds(Self.endTimeoutSeconds)
    while !state.withLock({ $0.queue.isIdle }) {
      if ContinuousClock.now > deadline { await stop() }
      try? await Task.sleep(for: .milliseconds(20))
    }
  }

  /// Drops the waiting events and kills the running commands.
  private func stop() async {
    let (dropped, commands) = state.withLock { ($0.queue.close(), $0.commands) }
    for event in dropped { reportDropped(event) }
    for command in commands { command.stop() }
  }

  /// Remembers the current key: it may be replaced later, and a variable may still hold it.
  private func rememberKey(_ state: inout State) {
    if let key = keys.current.key, !state.keys.contains(key) { state.keys.append(key) }
  }
}

// MARK: - Starting commands

extension EventRunner {
  /// Starts the command for the event, now or after another command has ended.
  private func enqueue(_ event: RunEvent) {
    let effects = state.withLock { $0.queue.arrive(event) }
    if let dropped = effects.dropped { reportDropped(dropped) }
    if let event = effects.start { start(event) }
  }

  private func reportDropped(_ event: RunEvent) {
    console.warn(
      "--on-event: no command was run for '\(event.kind.rawValue)', because earlier commands are "
        + "still running.", help: nil)
  }

  /// Starts the command on a thread of its own.
  private func start(_ event: RunEvent) {
    let started = state.withLock { state in
      rememberKey(&state)
      let started = EventCommand(
        command, input: event.json(runs),
        environment: EventEnvironment.variables(environment, without: state.keys))
      state.commands.append(started)
      return started
    }
    let code = SystemThread.start("nightshift event") { [self] in
      let (end, errorText) = started.run()
      ended(started, event, end, errorText)
    }
    if code != 0 { ended(started, event, .notStarted(code), "") }
  }

  /// Reports a failure, and starts the command for the next waiting event.
  private func ended(
    _ command: EventCommand, _ event: RunEvent, _ end: EventCommand.End, _ errorText: String
  ) {
    if let sentence = EventFailure.sentence(end, event.kind, errorText),
      state.withLock({ $0.queue.mustReportFailure(of: event.kind) })
    {
      console.warn(sentence, help: nil)
    }
    let next = state.withLock { state in
      state.commands.removeAll { $0 === command }
      return state.queue.ended()
    }
    if let next { start(next) }
  }
}
