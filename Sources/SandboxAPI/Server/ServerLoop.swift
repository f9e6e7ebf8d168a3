import Basics
import Synchronization

/// The server's thread: owns the listener and every connection, and waits in one `poll`.
final class ServerLoop {
  private let desk: SandboxDesk
  private let listener: Int32
  private let bodyLimit: Int
  /// Slot `n` is polled at `n + 2`, behind the stop pipe and the listener; -1 is passed over.
  private var polls: [pollfd]
  private var connections: [Connection?] = []
  private var freeSlots: [Int] = []
  private var alarms = Heap<Alarm>()
  private var lastAlarm: UInt64 = 0
  private var date = DateLine()

  /// Runs until the other end of `stop` is closed. Closes both descriptors.
  init(_ desk: SandboxDesk, listener: Int32, stop: Int32) {
    self.desk = desk
    self.listener = listener
    bodyLimit = desk.state.withLock { $0.scenario.bodyLimit }
    polls = [stop, listener].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
  }

  func run() {
    while true {
      let count = poll(&polls, nfds_t(polls.count), timeout)
      if count < 0 && errno != EINTR { break }
      if polls[0].revents != 0 { break }
      if count > 0 { lookAround() }
      ringDue()
    }
    for connection in connections { connection.map(close) }
    Basics.close(polls[0].fd)
    Basics.close(listener)
  }

  /// In milliseconds, rounded up; -1: for ever.
  private var timeout: Int32 {
    guard let first = alarms.first?.at else { return -1 }
    let left = first.nanoseconds - BootClock.now.nanoseconds
    return Int32(min(max(0, (left + 999_999) / 1_000_000), 60_000))
  }

  private func lookAround() {
    for index in 2..<max(2, polls.count) where polls[index].revents != 0 {
      let news = polls[index].revents
      polls[index].revents = 0
      guard let connection = connections[index - 2] else { continue }
      hear(connection, hasBroken: news & Int16(POLLERR | POLLNVAL) != 0)
      polls[index].events = connection.events
    }
    if polls[1].revents != 0 { acceptAll() }
  }

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
    // Out of descriptors: listens again once one is free.
    if errno == EMFILE || errno == ENFILE { polls[1].events = 0 }
  }

  private func close(_ connection: Connection) {
    end(connection) { Basics.close($0) }
  }

  private func end(_ connection: Connection, _ close: (Int32) -> Void) {
    guard connection.phase != .closed else { return }
    if let answer = connection.answer {
      desk.state.withLock { $0.finish(answer, isDelivered: false) }
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

// MARK: - News of connections

extension ServerLoop {
  private func hear(_ connection: Connection, hasBroken: Bool) {
    if hasBroken { return close(connection) }
    if connection.phase == .writing { return flush(connection) }
    switch connection.input.read(from: connection.descriptor) {
    case .later: break
    case .ended: close(connection)
    case .some where connection.phase == .draining:
      connection.input.consume(connection.input.count)
    case .some: advance(connection)
    }
  }

  /// Takes requests out of what has come, as long as their answers leave at once.
  private func advance(_ connection: Connection) {
    while connection.phase == .reading {
      switch connection.readRequest(bodyLimit: bodyLimit) {
      case .incomplete: return
      case .awaitsGoAhead:
        connection.queue { $0.append(text: "HTTP/1.1 100 Continue\r\n\r\n") }
        if connection.flush() == .broken { close(connection) }
        return
      case .refused(let status, let error): write(SandboxAnswer(status: status, error), connection)
      case .whole: serve(connection)
      }
    }
  }

  private func serve(_ connection: Connection) {
    let now = BootClock.now
    let unixSeconds = wallClock
    let answer = connection.takeRequest { request in
      desk.state.withLock { $0.receive(request, at: now, unixSeconds: unixSeconds) }
    }
    guard answer.delay > .zero else { return write(answer, connection) }
    connection.answer = answer
    connection.phase = .waiting
    setAlarm(connection, at: now.advanced(by: answer.delay))
  }

  private func write(_ answer: SandboxAnswer, _ connection: Connection) {
    connection.answer = answer
    switch answer.ending {
    case .refused, .droppedBefore:
      desk.state.withLock { $0.finish(answer) }
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

  /// Writes on; an answer that is out counts before its client can know and ask for the counters.
  private func flush(_ connection: Connection) {
    let writing = desk.state.withLock { state in
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
      isDropped ? close(connection) : goOn(connection)
    }
  }

  private func goOn(_ connection: Connection) {
    let wasWriting = connection.phase == .writing
    guard connection.keepsAlive else {
      // A close with bytes unread would reset the connection, and with it the answer.
      connection.phase = .draining
      Socket.endWriting(connection.descriptor)
      setAlarm(connection, at: BootClock.now.advanced(by: .seconds(1)))
      return
    }
    connection.phase = .reading
    if wasWriting { advance(connection) }
  }

  private var wallClock: Double {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}

// MARK: - Alarms

extension ServerLoop {
  private func setAlarm(_ connection: Connection, at moment: MonotonicInstant) {
    lastAlarm += 1
    connection.alarm = lastAlarm
    alarms.insert(Alarm(at: moment, slot: connection.slot, serial: lastAlarm))
  }

  private func ringDue() {
    guard alarms.first != nil else { return }
    let now = BootClock.now
    while let alarm = alarms.first, alarm.at <= now {
      _ = alarms.popFirst()
      guard let connection = connections[alarm.slot], connection.alarm == alarm.serial else {
        continue
      }
      switch connection.phase {
      case .waiting:
        guard let answer = connection.answer else { preconditionFailure("waits for no answer") }
        write(answer, connection)
        advance(connection)
      case .draining: close(connection)
      case .reading, .writing, .closed: break
      }
      polls[alarm.slot + 2].events = connection.events
    }
  }
}
