import Basics
import BatchRunner
import CLibcurl

/// The thread that runs all transfers. It owns libcurl's multi handle and all easy handles.
///
/// Other threads reach it only through the ``CommandBox``; it answers through the news stream.
final class TransportThread {
  private let configuration: CurlTransport.Configuration
  private let keys: KeyRing
  private let commandBox: CommandBox
  private let news: AsyncStream<[TransportNews]>.Continuation
  let context: TransferContext
  let multi: UnsafeMutableRawPointer

  /// All transfers, idle or in flight; at most `configuration.concurrency`.
  private(set) var transfers: [Transfer] = []
  /// The transfers without a command.
  private var idle: [Transfer] = []
  /// Commands that wait for an idle transfer. Their deadlines do not run yet.
  private var queue = CommandQueue()
  /// The headers of all attempts with the current key; `nil` before the first attempt.
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
    context = TransferContext(gate: gate)
    // As many connections as transfers: with fewer, libcurl would queue some of the transfers.
    let most = configuration.concurrency
    libcurl_multi_set_long(multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, most)
    libcurl_multi_set_long(multi, CURLMOPT_MAX_HOST_CONNECTIONS, 0)
    libcurl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, most)
    libcurl_multi_set_long(multi, CURLMOPT_PIPELINING, CURLPIPE_NOTHING)
  }

  /// Runs transfers until the command box is closed. Then frees the handles and ends the news.
  func run() {
    commandBox.connect(to: multi)
    while true {
      let pending = commandBox.takeAll()
      carryOut(pending)
      startQueued()
      perform()
      let tookWakeUps = endOverdue()
      startQueued()
      publishNews()
      if pending.closes { break }
      wait(isDue: tookWakeUps)
    }
    commandBox.disconnect()
    transfers = []
    idle = []
    libcurl_multi_cleanup(multi)
    news.finish()
  }

  private func carryOut(_ pending: PendingCommands) {
    if pending.cancelsAll || pending.closes { cancelAll() }
    for command in pending.cancelled { end(command, unsent: .cancelled) }
    if pending.closes {
      for command in pending.commands { end(command, unsent: .cancelled) }
    } else {
      queue.append(contentsOf: pending.commands)
    }
  }

  /// Lets libcurl do everything that it can do without waiting.
  func perform() {
    var running: Int32 = 0
    libcurl_multi_perform(multi, &running)
    look(due: .zero)
    endFinished()
    context.sawSuspiciousBytes = false
  }

  /// Ends the commands whose transfers libcurl has finished.
  private func endFinished() {
    var left: Int32 = 0
    while let message = libcurl_multi_info_read(multi, &left) {
      guard message.pointee.msg == CURLMSG_DONE, let easy = message.pointee.easy_handle,
        let pointer = libcurl_private(easy)
      else { continue }
      let code = message.pointee.data.result
      end(Unmanaged<Transfer>.fromOpaque(pointer).takeUnretainedValue(), code)
    }
  }

  /// Hands all new events to the consumer in one batch.
  private func publishNews() {
    guard !context.news.isEmpty else { return }
    news.yield(context.news)
    context.news.removeAll(keepingCapacity: true)
    // Each attempt has two events: it left, and it ended.
    context.news.reserveCapacity(2 * configuration.concurrency)
  }

  /// Ends everything in flight and everything that waits.
  private func cancelAll() {
    context.isCancelling = true
    // A response may already wait in a socket. If it is complete, its attempt ends normally.
    perform()
    for transfer in transfers where transfer.command != nil {
      transfer.stopReason = .cancelled
      end(transfer, CURLE_ABORTED_BY_CALLBACK)
    }
    context.isCancelling = false
    for command in queue.removeAll() { end(command, unsent: .cancelled) }
  }
}

extension TransportThread {
  var isIdle: Bool { idle.count == transfers.count }
}

// MARK: - Starting commands

extension TransportThread {
  /// Starts waiting commands while fewer transfers than the concurrency are in flight.
  private func startQueued() {
    while transfers.count - idle.count < configuration.concurrency,
      let command = queue.popFirst()
    {
      start(command)
    }
  }

  /// Gives the command to libcurl, or ends it at once if it cannot be sent.
  private func start(_ command: TransportCommand) {
    // Avoids opening a connection in vain. The guard checks the gate again just before sending.
    if case .attempt(let request) = command, !context.gate.allowsSending(isProbe: request.isProbe) {
      return end(command, unsent: .held)
    }
    if case .attempt(let request) = command, let limit = request.limit, limit <= .zero {
      return end(
        command,
        unsent: TransferFailure(kind: .timeout, message: "no time was left to send the request"))
    }
    guard let headers = headers(for: command) else {
      let failure = TransferFailure(
        kind: .malformed, message: "the idempotency key is not visible ASCII")
      return end(command, unsent: failure)
    }
    guard let transfer = freeTransfer() else {
      let failure = TransferFailure(
        kind: .connectionFailed, message: "libcurl rejected a safety setting")
      return end(command, unsent: failure)
    }
    transfer.prepare(command, with: headers)
    guard libcurl_multi_add_handle(multi, transfer.easy) == CURLM_OK else {
      transfer.finish()
      idle.append(transfer)
      let failure = TransferFailure(
        kind: .connectionFailed, message: "libcurl did not accept the request")
      return end(command, unsent: failure)
    }
    // Without the guard, this is the latest time that is certainly before the first byte leaves.
    if !transfer.isGuarded { transfer.stampStart() }
  }

  /// An idle transfer, or a new one; `nil` if libcurl rejects a safety setting.
  private func freeTransfer() -> Transfer? {
    if let transfer = idle.popLast() { return transfer }
    guard let transfer = Transfer(context: context, configuration: configuration) else {
      return nil
    }
    transfers.append(transfer)
    return transfer
  }

  /// The headers with the current key. `nil` if the idempotency key cannot be a header value.
  private func headers(for command: TransportCommand) -> RequestHeaders? {
    let (key, generation) = keys.current
    guard case .attempt(let request) = command else {
      return RequestHeaders(key: key, generation: generation, isPost: false)
    }
    let shared: RequestHeaders
    if let attemptHeaders, attemptHeaders.keyGeneration == generation {
      shared = attemptHeaders
    } else {
      shared = RequestHeaders(
        key: key, generation: generation, isPost: true,
        asksForStream: configuration.asksForStreams)
      attemptHeaders = shared
    }
    guard let idempotencyKey = request.idempotencyKey else { return shared }
    return RequestHeaders(idempotencyKey: idempotencyKey, before: shared)
  }
}

// MARK: - Ending commands

extension TransportThread {
  /// Reports the result of a transfer that libcurl has finished, or that was cancelled.
  func end(_ transfer: Transfer, _ code: CURLcode) {
    libcurl_multi_remove_handle(multi, transfer.easy)
    guard let command = transfer.command else { preconditionFailure("an idle transfer ended") }
    let result = transfer.result(code)
    switch command {
    case .get(let get): get.complete(result)
    case .attempt(let request):
      if case .success(let response) = result, !transfer.holdsGate,
        Gate.holdsAtEnd(response)
      {
        transfer.holdGate()
      }
      context.news.append(
        .ended(
          Reply(
            attempt: request.attempt, result: result, leftAt: transfer.leftAt,
            endedAt: BootClock.now, keyGeneration: transfer.headers?.keyGeneration ?? 0,
            holdsGate: transfer.holdsGate)))
    }
    transfer.finish()
    idle.append(transfer)
  }

  private func end(_ command: TransportCommand, unsent reason: Transfer.StopReason) {
    end(command, unsent: TransferFailure(reason, host: configuration.host))
  }

  /// Reports that a command ended before any of its bytes left.
  private func end(_ command: TransportCommand, unsent failure: TransferFailure) {
    let error = TransportError(kind: failure.kind, message: failure.message)
    switch command {
    case .get(let get): get.complete(.failure(error))
    case .attempt(let request):
      context.news.append(
        .ended(
          Reply(
            attempt: request.attempt, result: .failure(error), leftAt: nil,
            endedAt: BootClock.now, keyGeneration: keys.current.generation)))
    }
  }
}
