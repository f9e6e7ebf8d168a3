import Reports

/// Decides for which events the command starts now, later, or not at all.
struct EventQueue {
  /// Commands that may run at the same time.
  static let atOnce = 4
  /// Events that may wait for a command to end. When one more arrives, the oldest is dropped.
  static let longest = 16

  /// What follows from an event that arrived.
  struct Effects: Equatable {
    /// The command must start for this event now.
    var start: RunEvent?
    /// This event is never passed to the command.
    var dropped: RunEvent?
  }

  /// The number of commands that run now.
  private var running = 0
  /// Oldest first.
  private var waiting: [RunEvent] = []
  /// Kinds of event for which a failure was reported.
  private var reported: Set<RunEvent.Kind> = []

  /// No command runs and no event waits.
  var isIdle: Bool { running == 0 && waiting.isEmpty }

  /// Starts the command for the event if fewer than ``atOnce`` run; otherwise the event waits.
  mutating func arrive(_ event: RunEvent) -> Effects {
    // The event about the run's end does not wait: the commands before it may hang.
    if running < Self.atOnce || event.exitStatus != nil {
      running += 1
      return Effects(start: event)
    }
    waiting.append(event)
    return Effects(dropped: waiting.count > Self.longest ? waiting.removeFirst() : nil)
  }

  /// A command ended. Returns the event for which the next one must start; `nil` if there is none.
  mutating func ended() -> RunEvent? {
    running -= 1
    guard running < Self.atOnce, !waiting.isEmpty else { return nil }
    running += 1
    return waiting.removeFirst()
  }

  /// Drops all waiting events, and returns them.
  mutating func close() -> [RunEvent] {
    defer { waiting = [] }
    return waiting
  }

  /// Whether a failure with this kind of event must be reported: only the first one is.
  mutating func mustReportFailure(of kind: RunEvent.Kind) -> Bool {
    reported.insert(kind).inserted
  }
}
