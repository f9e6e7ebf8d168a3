import Basics
import BatchRunner
import CLibcurl

/// The transport's thread: owns the multi handle and every easy handle in it, and touches nothing
/// that another thread touches except through the commandBox.
final class TransportThread {
  private let configuration: CurlTransport.Configuration
  private let keys: KeyRing
  private let commandBox: CommandBox
  private let news: AsyncStream<[TransportNews]>.Continuation
  private let desk: TransferContext
  private let multi: UnsafeMutableRawPointer

  /// Every handle there is, at most as many as connections.
  private var transfers: [Transfer] = []
  private var idle: [Transfer] = []
  /// libcurl must have no queue of its own, or deadlines would run in it.
  private var backlog = CommandQueue()
  private var attemptHeaders: RequestHeaders?

  init(
    _ configuration: CurlTransport.Configuration, keys: KeyRing, gate: Gate, commandBox: CommandBox,
    news: AsyncStream<[TransportNews]>.Continuation
  ) {
    guard let multi = libcurl_multi_init() else { fatalError("out of memory") }
    self.configuration = configuration
    self.keys = keys
    self.commandBox = commandBox
    self.news = news
    self.multi = multi
    desk = TransferContext(gate: gate)
    let most = configuration.concurrency
    libcurl_multi_set_long(multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, most)
    libcurl_multi_set_long(multi, CURLMOPT_MAX_HOST_CONNECTIONS, 0)
    libcurl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, most)
    libcurl_multi_set_long(multi, CURLMOPT_PIPELINING, CURLPIPE_NOTHING)
  }

  /// Returns once the commandBox was closed.
  func run() {
    commandBox.plug(into: multi)
    while true {
      let orders = commandBox.take()
      carryOut(orders)
      startWaiting()
      perform()
      startWaiting()
      tell()
      if orders.closes { break }
      libcurl_multi_poll(multi, 60_000)
    }
    commandBox.unplug()
    transfers = []
    idle = []
    libcurl_multi_cleanup(multi)
    news.finish()
  }

  private func carryOut(_ orders: PendingCommands) {
    if orders.cancelsAll || orders.closes { cancelAll() }
    for command in orders.dropped { end(command, unsent: .cancelled) }
    if orders.closes {
      for command in orders.commands { end(command, unsent: .cancelled) }
    } else {
      backlog.append(contentsOf: orders.commands)
    }
  }

  private func perform() {
    var running: Int32 = 0
    libcurl_multi_perform(multi, &running)
    collect()
    desk.sawSuspiciousBytes = false
  }

  /// Ends what libcurl is done with.
  private func collect() {
    var left: Int32 = 0
    while let message = libcurl_multi_info_read(multi, &left) {
      guard message.pointee.msg == CURLMSG_DONE, let easy = message.pointee.easy_handle,
        let context = libcurl_private(easy)
      else { continue }
      let code = message.pointee.data.result
      end(Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue(), code)
    }
  }

  private func tell() {
    guard !desk.news.isEmpty else { return }
    news.yield(desk.news)
    desk.news.removeAll(keepingCapacity: true)
    desk.news.reserveCapacity(2 * configuration.concurrency)
  }

  private func cancelAll() {
    desk.isCancelling = true
    // Answers that are whole but still lie in a socket count as answered.
    perform()
    for transfer in transfers where transfer.command != nil {
      transfer.stopped = .cancelled
      end(transfer, CURLE_ABORTED_BY_CALLBACK)
    }
    desk.isCancelling = false
    for command in backlog.removeAll() { end(command, unsent: .cancelled) }
  }
}

// MARK: - Beginnings

extension TransportThread {
  private func startWaiting() {
    while transfers.count - idle.count < configuration.concurrency,
      let command = backlog.popFirst()
    {
      start(command)
    }
  }

  private func start(_ command: TransportCommand) {
    // Spares a connection; the guard asks again at the last instant.
    if case .attempt(let request) = command, !desk.gate.lets(isProbe: request.isProbe) {
      return end(command, unsent: .held)
    }
    guard let headers = headers(for: command) else {
      let fault = TransferFailure(
        kind: .malformed, message: "the idempotency key is not visible ASCII")
      return end(command, unsent: fault)
    }
    guard let transfer = freeTransfer() else {
      let fault = TransferFailure(
        kind: .connectionFailed, message: "libcurl turned a safety setting down")
      return end(command, unsent: fault)
    }
    transfer.prepare(command, with: headers)
    guard libcurl_multi_add_handle(multi, transfer.easy) == CURLM_OK else {
      transfer.finish()
      idle.append(transfer)
      let fault = TransferFailure(
        kind: .connectionFailed, message: "libcurl did not take the request")
      return end(command, unsent: fault)
    }
    // Without the guard the start is the latest moment that is surely before the first byte.
    if !transfer.isGuarded { transfer.stampStart() }
  }

  private func freeTransfer() -> Transfer? {
    if let transfer = idle.popLast() { return transfer }
    guard let transfer = Transfer(desk: desk, configuration: configuration) else { return nil }
    transfers.append(transfer)
    return transfer
  }

  /// `nil` when a value cannot stand in a header.
  private func headers(for command: TransportCommand) -> RequestHeaders? {
    let (key, generation) = keys.current
    guard case .attempt(let request) = command else {
      return RequestHeaders(key: key, generation: generation, isPost: false)
    }
    let shared: RequestHeaders
    if let attemptHeaders, attemptHeaders.keyGeneration == generation {
      shared = attemptHeaders
    } else {
      shared = RequestHeaders(key: key, generation: generation, isPost: true)
      attemptHeaders = shared
    }
    guard let idempotencyKey = request.idempotencyKey else { return shared }
    return RequestHeaders(idempotencyKey: idempotencyKey, before: shared)
  }
}

// MARK: - Endings

extension TransportThread {
  private func end(_ transfer: Transfer, _ code: CURLcode) {
    libcurl_multi_remove_handle(multi, transfer.easy)
    guard let command = transfer.command else { preconditionFailure("ended without an command") }
    let result = transfer.result(code)
    switch command {
    case .get(let get): get.answer(result)
    case .attempt(let request):
      if case .success(let response) = result, !transfer.holdsGate,
        Gate.holdsAtEnd(response.status)
      {
        transfer.hold()
      }
      desk.news.append(
        .ended(
          Reply(
            attempt: request.attempt, result: result, leftAt: transfer.leftAt,
            endedAt: BootClock.now, keyGeneration: transfer.headers?.keyGeneration ?? 0,
            holdsGate: transfer.holdsGate)))
    }
    transfer.finish()
    idle.append(transfer)
  }

  private func end(_ command: TransportCommand, unsent stop: Transfer.Stop) {
    end(command, unsent: TransferFailure(stop, host: configuration.host))
  }

  private func end(_ command: TransportCommand, unsent fault: TransferFailure) {
    let error = TransportError(kind: fault.kind, message: fault.message)
    switch command {
    case .get(let get): get.answer(.failure(error))
    case .attempt(let request):
      desk.news.append(
        .ended(
          Reply(
            attempt: request.attempt, result: .failure(error), leftAt: nil,
            endedAt: BootClock.now, keyGeneration: keys.current.generation)))
    }
  }
}
