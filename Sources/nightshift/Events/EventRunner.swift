import Basics
import BatchRunner
import Reports
import Synchronization

/// Passes events on to the user's command, beside the run and never in its way: each start has a
/// thread of its own.
final class EventRunner: Sendable {
  private struct State {
    var queue = EventQueue()
    var progress = BatchRunner.Progress()
    var keys: [APIKey] = []
    var commands: [EventCommand] = []
  }

  /// How long the run waits at its end for commands that have not ended, in seconds.
  static let patienceSeconds = 10

  private let command: String
  private let environment: [String: String]
  private let keys: KeyRing
  private let console: Console
  private let frame: RunEvent.Frame
  /// A notice comes from inside the batch, which must not wait.
  private let state = Mutex(State())

  init(
    _ command: String, environment: [String: String], keys: KeyRing, console: Console,
    frame: RunEvent.Frame
  ) {
    self.command = command
    self.environment = environment
    self.keys = keys
    self.console = console
    self.frame = frame
  }

  func progressIs(_ progress: BatchRunner.Progress) {
    state.withLock {
      $0.progress = progress
      remember(&$0)
    }
  }

  func tell(_ notice: Notice, _ sentence: String) {
    let progress = state.withLock { $0.progress }
    if let event = RunEvent(notice, sentence, progress, at: .now) { pass(event) }
  }

  /// Tells how the run ended, and waits a little for what is still being told.
  func end(_ summary: RunSummary) async {
    if let event = RunEvent(end: summary, at: .now) { pass(event) }
    let deadline = ContinuousClock.now + .seconds(Self.patienceSeconds)
    while !state.withLock({ $0.queue.isIdle }) {
      if ContinuousClock.now > deadline { await stop() }
      try? await Task.sleep(for: .milliseconds(20))
    }
  }

  private func stop() async {
    let (untold, commands) = state.withLock { ($0.queue.close(), $0.commands) }
    for event in untold { drop(event) }
    for command in commands { command.stop() }
  }

  /// Keys that the run has known: they may have been replaced since.
  private func remember(_ state: inout State) {
    if let key = keys.current.key, !state.keys.contains(key) { state.keys.append(key) }
  }
}

// MARK: - Passing on

extension EventRunner {
  private func pass(_ event: RunEvent) {
    let effects = state.withLock { $0.queue.arrive(event) }
    if let dropped = effects.dropped { drop(dropped) }
    if let event = effects.start { start(event) }
  }

  private func drop(_ event: RunEvent) {
    console.warn(
      "--on-event: '\(event.kind.rawValue)' was not passed on, since earlier commands have not ended.",
      help: nil)
  }

  private func start(_ event: RunEvent) {
    let started = state.withLock { state in
      remember(&state)
      let started = EventCommand(
        command, input: event.json(frame),
        environment: EventEnvironment.variables(environment, without: state.keys))
      state.commands.append(started)
      return started
    }
    let code = SystemThread.start("nightshift event") { [self] in
      let (end, complaint) = started.run()
      ended(started, event, end, complaint)
    }
    if code != 0 { ended(started, event, .notStarted(code), "") }
  }

  private func ended(
    _ command: EventCommand, _ event: RunEvent, _ end: EventCommand.End, _ complaint: String
  ) {
    if let sentence = EventFailure.sentence(end, event.kind, complaint),
      state.withLock({ $0.queue.complains(of: event.kind) })
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
