import Basics
import BatchRunner
import CLibcurl

/// One libcurl easy handle with all memory that libcurl points to during a transfer.
///
/// Handles one command after another, so that connections and buffers are reused. Only the
/// transport's thread uses it.
final class Transfer {
  let easy: UnsafeMutableRawPointer
  let context: TransferContext
  let configuration: CurlTransport.Configuration
  /// Whether libcurl calls ``guardRequest(_:_:_:_:_:)`` before it sends; `false` for libcurl before
  /// 7.80. Without the guard, the exact time of sending is unknown.
  var isGuarded = true
  var reader = ResponseReader()
  /// When the first byte of the command was about to leave; `nil`: none has left.
  var leftAt: MonotonicInstant?
  /// Why the command was stopped; `nil`: it was not.
  var stopReason: StopReason?
  /// The gate is closed because of this attempt's response.
  var holdsGate = false
  /// When the last byte of a stream came, by the clock of ``TransferContext/time``; `nil`: no stream
  /// has begun.
  var heardAt: MonotonicInstant?
  /// How long the command may take; meaningful only while there is one.
  private var deadline = TransferDeadline.none
  /// The limit for connecting that libcurl was given last.
  private var connecting = TransferDeadline.connecting
  /// The encodings that were asked for last, as ``TransferContext/acceptedEncoding``.
  private var acceptedEncoding = ""
  /// The command in flight; `nil` while the handle is idle.
  private(set) var command: TransportCommand?
  /// Kept even while idle, because the easy handle still points to the list.
  private(set) var headers: RequestHeaders?

  enum StopReason: Equatable {
    /// The gate was closed before the first byte left.
    case held
    /// The run was aborted or the transport closed.
    case cancelled
    /// The answer was not complete in time.
    case late(Duration)
    /// There was no connection in time.
    case notConnected(Duration)
    /// The stream had begun, and then nothing came for so long.
    case silent(Duration)
    /// libcurl wanted to send the request a second time.
    case sentAlready
  }

  /// Where libcurl writes its error message: CURL_ERROR_SIZE bytes.
  let errorBuffer: UnsafeMutableBufferPointer<CChar>
  /// A copy of the request body. libcurl reads it during the transfer, so it must not move.
  private var bodyBuffer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 4096)
  /// The method and URL are those of attempts, so the next attempt need not set them.
  private var isSetForAttempts = false

  /// `nil` if libcurl rejects a setting that nightshift needs for safety, or has no memory.
  init?(context: TransferContext, configuration: CurlTransport.Configuration) {
    guard let easy = libcurl_easy_init() else { return nil }
    self.easy = easy
    self.context = context
    acceptedEncoding = context.acceptedEncoding
    self.configuration = configuration
    errorBuffer = .allocate(capacity: CURL_ERROR_SIZE)
    errorBuffer.initialize(repeating: 0)
    guard setFixedOptions() else { return nil }
  }

  deinit {
    libcurl_easy_cleanup(easy)
    errorBuffer.deallocate()
    bodyBuffer.deallocate()
  }

  var isProbe: Bool {
    if case .attempt(let request) = command { request.isProbe } else { false }
  }

  /// Whether the command asks for a stream.
  var asksForStream: Bool {
    guard case .attempt(let request) = command else { return false }
    return configuration.asksForStreams || StreamRequest.isAsked(request.body)
  }

  /// A GET does not belong to a job, so the gate does not hold it.
  var isGet: Bool {
    if case .get = command { true } else { false }
  }

  /// Sets the options that differ between commands. Then the handle can be added to the multi
  /// handle.
  func prepare(_ command: TransportCommand, with headers: RequestHeaders) {
    self.command = command
    if self.headers !== headers {
      libcurl_set_list(easy, CURLOPT_HTTPHEADER, headers.list)
      self.headers = headers
    }
    leftAt = nil
    stopReason = nil
    holdsGate = false
    heardAt = nil
    errorBuffer[0] = 0
    if acceptedEncoding != context.acceptedEncoding {
      acceptedEncoding = context.acceptedEncoding
      libcurl_set_text(easy, CURLOPT_ACCEPT_ENCODING, acceptedEncoding)
    }
    switch command {
    case .attempt(let request): prepare(request)
    case .get(let get): prepare(get)
    }
    setDeadline()
  }

  private func setDeadline() {
    var limit = configuration.timeout
    switch command {
    case .attempt(let request): limit = min(limit, request.limit ?? limit)
    case .get, nil: limit = min(limit, TransferDeadline.longestGet)
    }
    deadline = TransferDeadline(
      start: context.runningNow, limit: limit, judgesConnecting: isGuarded)
    setConnecting(TransferDeadline.connecting)
    context.expect(deadline.next(hasLeft: false, heardAt: nil, silence: nil))
  }

  /// Makes the transfer idle. Must follow the removal from the multi handle.
  func finish() {
    command = nil
    heardAt = nil
    if bodyBuffer.count > Transfer.largestKeptBuffer { replaceBuffer(capacity: 4096) }
  }

  private func prepare(_ request: Request) {
    if !isSetForAttempts {
      libcurl_set_long(easy, CURLOPT_POST, 1)
      libcurl_set_text(easy, CURLOPT_URL, configuration.endpoint.chatURL)
      isSetForAttempts = true
    }
    // llama.cpp's server closes the connection after each stream without saying so. A request on such
    // a connection is lost, and it may have been paid for (xllamacpp 2026.10.11549).
    libcurl_set_long(easy, CURLOPT_FORBID_REUSE, asksForStream || !isGuarded ? 1 : 0)
    let size = request.body.count
    if bodyBuffer.count < size { replaceBuffer(capacity: size) }
    _ = bodyBuffer.update(fromContentsOf: request.body)
    libcurl_set_size(easy, CURLOPT_POSTFIELDSIZE_LARGE, Int64(size))
    libcurl_set_pointer(easy, CURLOPT_POSTFIELDS, bodyBuffer.baseAddress)
  }

  private func prepare(_ get: GetCommand) {
    isSetForAttempts = false
    libcurl_set_long(easy, CURLOPT_HTTPGET, 1)
    libcurl_set_text(easy, CURLOPT_URL, get.url)
  }

  private func replaceBuffer(capacity: Int) {
    bodyBuffer.deallocate()
    bodyBuffer = .allocate(capacity: capacity)
    bodyBuffer.initialize(repeating: 0)
  }

  /// In bytes. A larger ``bodyBuffer`` is freed after its command.
  private static let largestKeptBuffer = 256 << 10
}

// MARK: - Deadlines

extension Transfer {
  /// Why the command is over at this time, by the clock of ``TransferContext/time``; `nil`: it may
  /// go on, or there is none.
  func overdue(at now: MonotonicInstant) -> StopReason? {
    guard command != nil else { return nil }
    return deadline.reason(
      at: now, hasLeft: leftAt != nil, heardAt: heardAt, silence: configuration.idleTimeout)
  }

  /// When ``overdue(at:)`` must be asked next; `nil`: there is no command.
  var nextDeadline: MonotonicInstant? {
    guard command != nil else { return nil }
    return deadline.next(
      hasLeft: leftAt != nil, heardAt: heardAt, silence: configuration.idleTimeout)
  }

  /// The program stood still. libcurl, whose clock went on, must not count that for connecting.
  func extendConnecting(by gap: Duration) {
    guard command != nil, !isGuarded || leftAt == nil else { return }
    setConnecting(min(connecting + gap, .seconds(86_400)))
  }

  private func setConnecting(_ limit: Duration) {
    guard limit != connecting else { return }
    connecting = limit
    libcurl_set_long(easy, CURLOPT_CONNECTTIMEOUT_MS, Int(limit / .milliseconds(1)))
  }
}
