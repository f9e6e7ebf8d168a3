import Basics
import Synchronization

/// The server's thread. It owns the listening socket and all connections, and waits for them in one
/// `poll` call.
final class ServerLoop {
  private let sandbox: SharedSandbox
  private let listener: Int32
  private let bodyLimit: Int
  /// The stop pipe, the listener, then the connections: slot `n` is at index `n + 2`. A free slot
  /// has the descriptor -1, which `poll` ignores.
  private var polls: [pollfd]
  /// By slot; `nil`: the slot is free.
  private var connections: [Connection?] = []
  private var freeSlots: [Int] = []
  private var timers = Heap<ConnectionTimer>()
  private var lastTimerID: UInt64 = 0
  private var date = DateLine()

  /// `stop` is the reading end of a pipe. ``run()`` returns when the other end is closed. It closes
  /// both descriptors.
  init(_ sandbox: SharedSandbox, listener: Int32, stop: Int32) {
    self.sandbox = sandbox
    self.listener = listener
    bodyLimit = sandbox.state.withLock { $0.scenario.bodyLimit }
    polls = [stop, listener].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
  }

  func run() {
    while true {
      let count = poll(&polls, nfds_t(polls.count), timeout)
      if count < 0 && errno != EINTR { break }
      if polls[0].revents != 0 { break }
      if count > 0 { handleReadySockets() }
      fireDueTimers()
    }
    for connection in connections { connection.map(close) }
    Basics.close(polls[0].fd)
    Basics.close(listener)
  }

  /// How long `poll` may wait, in milliseconds, rounded up; -1: without limit.
  private var timeout: Int32 {
    guard let first = timers.first?.at else { return -1 }
    let left = first.nanoseconds - BootClock.now.nanoseconds
    return Int32(min(max(0, (left + 999_999) / 1_000_000), 60_000))
  }

  /// Handles every socket that `poll` reported.
  private func handleReadySockets() {
    for index in 2..<max(2, polls.count) where polls[index].revents != 0 {
      let ready = polls[index].revents
      polls[index].revents = 0
      guard let connection = connections[index - 2] else { continue }
      handleReady(connection, isBroken: ready & Int16(POLLERR | POLLNVAL) != 0)
      polls[index].events = connection.events
    }
    if polls[1].revents != 0 { acceptAll() }
  }

  /// Accepts all connections that wait.
  private func acceptAll() {
    while let descriptor = Socket.accept(from: listener) {
      let slot = freeSlots.popLast() ?? connections.count
      if slot == connections.count {
        connections.append(nil)
        polls.append(pollfd())
      }
      let connection = Connection(descriptor: descriptor, slot: slot)
      connections[slot] = connection
      polls[slot + 2] = pollfd(fd: descriptor, events: connection.events, revents: 0)
    }
    // Out of descriptors. `end` starts listening again when a connection ends.
    if errno == EMFILE || errno == ENFILE { polls[1].events = 0 }
  }

  private func close(_ connection: Connection) {
    end(connection) { Basics.close($0) }
  }

  /// Ends the connection and frees its slot. `close` closes the descriptor, perhaps with a reset.
  private func end(_ connection: Connection, _ close: (Int32) -> Void) {
    guard connection.phase != .closed else { return }
    if let answer = connection.answer {
      sandbox.state.withLock { $0.finish(answer, isDelivered: false) }
      connection.answer = nil
    }
    connection.phase = .closed
    close(connection.descriptor)
    polls[connection.slot + 2].fd = -1
    polls[1].events = Int16(POLLIN)
    connections[connection.slot] = nil
    freeSlots.append(connection.slot)
  }
}

// MARK: - Handling connections

extension ServerLoop {
  /// The socket can be read or written, or `isBroken`.
  private func handleReady(_ connection: Connection, isBroken: Bool) {
    if isBroken { return close(connection) }
    if connection.phase == .writing { return flush(connection) }
    switch connection.input.read(from: connection.descriptor) {
    case .later: break
    case .ended: close(connection)
    case .some where connection.phase == .draining:
      connection.input.consume(connection.input.count)
    case .some: readRequests(connection)
    }
  }

  /// Handles the requests that have arrived. Stops at one whose answer is not due at once.
  private func readRequests(_ connection: Connection) {
    while connection.phase == .reading {
      switch connection.readRequest(bodyLimit: bodyLimit) {
      case .incomplete: return
      case .needsContinue:
        connection.queue { $0.append(text: "HTTP/1.1 100 Continue\r\n\r\n") }
        if connection.flush() == .broken { close(connection) }
        return
      case .refused(let status, let error): write(SandboxAnswer(status: status, error), connection)
      case .whole: serve(connection)
      }
    }
  }

  /// Lets the simulated API decide about a complete request, and sends or schedules the answer.
  private func serve(_ connection: Connection) {
    let now = BootClock.now
    let unixSeconds = wallClock
    let answer = connection.consumeRequest { request in
      sandbox.state.withLock { $0.receive(request, at: now, unixSeconds: unixSeconds) }
    }
    guard answer.delay > .zero else { return write(answer, connection) }
    connection.answer = answer
    connection.phase = .waiting
    setTimer(connection, at: now.advanced(by: answer.delay))
  }

  /// Sends an answer that is due, or breaks the connection if the answer says so.
  private func write(_ answer: SandboxAnswer, _ connection: Connection) {
    connection.answer = answer
    switch answer.ending {
    case .refused, .droppedBefore:
      sandbox.state.withLock { $0.finish(answer) }
      connection.answer = nil
      answer.ending == .refused ? end(connection, Socket.reset) : close(connection)
    case .whole, .droppedMidway:
      date.update(unixSeconds: Int(wallClock))
      connection.queue {
        answer.append(
          to: &$0, date: date.bytes, keepsAlive: connection.keepsAlive,
          framesChunks: connection.isVersion11)
      }
      flush(connection)
    }
  }

  /// Writes what the socket accepts.
  ///
  /// Counts a complete answer under the same lock as the write. Otherwise a client could receive
  /// its answer and then read counters that do not yet include it.
  private func flush(_ connection: Connection) {
    let writing = sandbox.state.withLock { state in
      let writing = connection.flush()
      if writing == .whole, let answer = connection.answer { state.finish(answer) }
      return writing
    }
    switch writing {
    case .broken: close(connection)
    case .later: connection.phase = .writing
    case .whole:
      let isDropped = connection.answer?.ending == .droppedMidway
      connection.answer = nil
      isDropped ? close(connection) : finishAnswer(connection)
    }
  }

  /// After a complete answer: reads the next request, or ends the connection if the client asked
  /// for that.
  private func finishAnswer(_ connection: Connection) {
    let wasWriting = connection.phase == .writing
    guard connection.keepsAlive else {
      // Closing a socket with unread bytes resets the connection, and the client could lose the
      // answer. So the connection ends writing and ignores input for a second.
      connection.phase = .draining
      Socket.endWriting(connection.descriptor)
      setTimer(connection, at: BootClock.now.advanced(by: .seconds(1)))
      return
    }
    connection.phase = .reading
    if wasWriting { readRequests(connection) }
  }

  /// Unix seconds.
  private var wallClock: Double {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}

// MARK: - Timers

extension ServerLoop {
  /// Replaces the connection's timer.
  private func setTimer(_ connection: Connection, at instant: MonotonicInstant) {
    lastTimerID += 1
    connection.timerID = lastTimerID
    timers.insert(ConnectionTimer(at: instant, slot: connection.slot, id: lastTimerID))
  }

  /// Sends the answers that are due and closes connections that have waited long enough.
  private func fireDueTimers() {
    guard timers.first != nil else { return }
    let now = BootClock.now
    while let timer = timers.first, timer.at <= now {
      _ = timers.popFirst()
      guard let connection = connections[timer.slot], connection.timerID == timer.id else {
        continue
      }
      switch connection.phase {
      case .waiting:
        guard let answer = connection.answer else {
          preconditionFailure("a connection waits without an answer")
        }
        write(answer, connection)
        readRequests(connection)
      case .draining: close(connection)
      case .reading, .writing, .closed: break
      }
      polls[timer.slot + 2].events = connection.events
    }
  }
}
