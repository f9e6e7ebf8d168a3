import BatchRunner
import Foundation

/// Serves all connections, on one thread, until something can be read from the `stop` end.
final class EventLoop {
  private let listener: Socket
  private let stop: Socket
  private let state: SharedState
  private var connections: [Connection] = []
  private var polled: [pollfd] = []
  private var alarms = AlarmHeap()
  private var writer = AnswerWriter()
  /// What has just come; one for all connections, since each is emptied in turn.
  private let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)

  init(listener: Socket, stop: Socket, state: SharedState) {
    self.listener = listener
    self.stop = stop
    self.state = state
  }

  deinit {
    room.deallocate()
  }

  /// Returns when it was told to stop; every connection is then closed, and the listener.
  func run() {
    while waitForNews() {
      deliverDue()
      serveConnections()
      if polled[1].revents != 0 { acceptAll() }
      connections.removeAll { $0.isGone }
    }
    for connection in connections { connection.end() }
    listener.shut()
  }

  /// Answers `false` when it is time to stop.
  private func waitForNews() -> Bool {
    polled.removeAll(keepingCapacity: true)
    polled.append(pollfd(fd: stop.descriptor, events: Int16(POLLIN), revents: 0))
    polled.append(pollfd(fd: listener.descriptor, events: Int16(POLLIN), revents: 0))
    for connection in connections {
      var events = connection.isHungry ? Int16(POLLIN) : 0
      if connection.hasOutput { events |= Int16(POLLOUT) }
      polled.append(pollfd(fd: connection.socket.descriptor, events: events, revents: 0))
    }
    _ = poll(&polled, nfds_t(polled.count), milliseconds)
    return polled[0].revents == 0
  }

  /// Until the next alarm, rounded up; -1: no alarm.
  private var milliseconds: Int32 {
    guard let due = alarms.nextDue else { return -1 }
    let wait = max(0, BootClock.now.duration(to: due) / .milliseconds(1))
    return Int32(min(wait.rounded(.up), 60_000))
  }

  private func acceptAll() {
    while let socket = listener.accepted() {
      let connection = Connection(socket)
      connections.append(connection)
      serve(connection)
    }
  }
}

// MARK: - Connections

extension EventLoop {
  private func serveConnections() {
    for (index, connection) in connections.enumerated() where polled[index + 2].revents != 0 {
      let news = Int32(polled[index + 2].revents)
      // Somebody who left while waiting shows as an error alone: nothing was asked for.
      if news & (Int32(POLLIN) | Int32(POLLOUT)) == 0 {
        drop(connection)
      } else if news & Int32(POLLIN) != 0 {
        serve(connection)
      } else {
        flush(connection)
      }
    }
  }

  private func serve(_ connection: Connection) {
    guard !connection.isGone, connection.isHungry else { return }
    connection.receive(through: room)
    answerRequests(of: connection)
  }

  private func answerRequests(of connection: Connection) {
    do {
      while connection.pending == nil, !connection.isEnding,
        let request = try connection.nextRequest()
      {
        take(request, from: connection)
      }
    } catch {
      refuse(connection, error)
    }
    flush(connection)
  }

  private func take(_ request: SandboxRequest, from connection: Connection) {
    let now = BootClock.now
    let answer = state.with {
      let answer = $0.receive(request, at: now, wall: time(nil))
      if answer.holdsPlace, answer.delay == .zero { $0.finish() }
      return answer
    }
    if answer.delay == .zero {
      deliver(answer, to: connection)
    } else {
      connection.pending = answer
      alarms.add(connection, due: now + answer.delay)
    }
  }

  private func deliverDue() {
    while let connection = alarms.popDue(at: BootClock.now) {
      guard !connection.isGone, let answer = connection.pending else { continue }
      connection.pending = nil
      if answer.holdsPlace { state.with { $0.finish() } }
      deliver(answer, to: connection)
      answerRequests(of: connection)
    }
  }

  private func deliver(_ answer: SandboxAnswer, to connection: Connection) {
    writer.append(
      answer, wall: time(nil), keepsAlive: connection.keepsAlive, to: &connection.output)
    if !connection.keepsAlive || answer.fate != .whole { connection.isEnding = true }
  }

  private func refuse(_ connection: Connection, _ problem: RequestHead.Problem) {
    let answer = SandboxAnswer.error(
      problem.status, "This is not a request that can be read", type: "invalid_request_error",
      code: "bad_request")
    writer.append(answer, wall: time(nil), keepsAlive: false, to: &connection.output)
    connection.isEnding = true
  }

  private func flush(_ connection: Connection) {
    connection.flush()
    guard !connection.hasOutput, connection.pending == nil else { return }
    if connection.isEnding || connection.isHalfClosed { connection.end() }
  }

  private func drop(_ connection: Connection) {
    if let answer = connection.pending {
      connection.pending = nil
      if answer.holdsPlace { state.with { $0.finish() } }
    }
    connection.end()
  }
}
