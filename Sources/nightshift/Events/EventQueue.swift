import Reports

/// Which events are passed on now, later, or not at all.
struct EventQueue {
  /// Commands that run beside each other.
  static let atOnce = 4
  /// Events that wait for one of them; of more, the oldest is dropped.
  static let longest = 16

  struct Effects: Equatable {
    var start: RunEvent?
    var dropped: RunEvent?
  }

  private var running = 0
  private var waiting: [RunEvent] = []
  private var complained: Set<RunEvent.Kind> = []

  var isIdle: Bool { running == 0 && waiting.isEmpty }

  mutating func arrive(_ event: RunEvent) -> Effects {
    // The last one does not wait behind commands that hang.
    if running < Self.atOnce || event.exitStatus != nil {
      running += 1
      return Effects(start: event)
    }
    waiting.append(event)
    return Effects(dropped: waiting.count > Self.longest ? waiting.removeFirst() : nil)
  }

  /// A command ended; answers what is to be passed on next.
  mutating func ended() -> RunEvent? {
    running -= 1
    guard running < Self.atOnce, !waiting.isEmpty else { return nil }
    running += 1
    return waiting.removeFirst()
  }

  /// Nothing more is passed on; answers what waited.
  mutating func close() -> [RunEvent] {
    defer { waiting = [] }
    return waiting
  }

  /// Whether a failure with this kind of event is to be told: once.
  mutating func complains(of kind: RunEvent.Kind) -> Bool {
    complained.insert(kind).inserted
  }
}
