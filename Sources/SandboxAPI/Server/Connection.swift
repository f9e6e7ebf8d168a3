import Basics

/// One client's connection: parses its requests and writes its answers. Only the server's thread
/// uses it.
final class Connection {
  enum Phase {
    /// Waits for a request or for the rest of one.
    case reading
    /// A request was read; its answer is not due yet.
    case waiting
    /// An answer is partly written; the socket accepts no more at the moment.
    case writing
    /// The last answer was written and writing was ended. What the client still sends is ignored.
    case draining
    case closed
  }

  /// How far the next request has arrived.
  enum Reading {
    case incomplete
    /// The client waits for a `100 Continue` before it sends the body.
    case needsContinue
    /// The request is invalid or too large. The connection ends after this answer.
    case refused(status: Int, ErrorBody)
    case whole
  }

  let descriptor: Int32
  /// The index in ``ServerLoop``'s list of connections.
  let slot: Int
  var phase = Phase.reading
  var input = ReadBuffer()
  /// The answer that waits or is being written; `nil` in the other phases.
  var answer: SandboxAnswer?
  /// The ``ConnectionTimer/id`` of the only valid timer.
  var timerID: UInt64 = 0
  private(set) var keepsAlive = true
  /// The client speaks HTTP/1.1; `false`: HTTP/1.0.
  private(set) var isVersion11 = true

  private var output: [UInt8] = []
  /// How many bytes of ``output`` the socket has accepted.
  private var written = 0
  /// The head of the request that is arriving; `nil` before it is complete.
  private var head: RequestHead?
  /// The body that is arriving; `nil` unless it is chunked.
  private var chunked: ChunkedBody?
  /// A copy of the head of a chunked request: decoding the body removes bytes from ``input``.
  private var headBytes: [UInt8] = []
  private var hasSentContinue = false

  init(descriptor: Int32, slot: Int) {
    self.descriptor = descriptor
    self.slot = slot
  }

  /// The `poll` events to wait for in the current phase.
  var events: Int16 {
    switch phase {
    case .reading, .draining: Int16(POLLIN)
    // Reading notices when the client closes. It stops at 256 KiB of requests sent ahead.
    case .waiting: input.count < 256 << 10 ? Int16(POLLIN) : 0
    case .writing: Int16(POLLOUT)
    case .closed: 0
    }
  }
}

// MARK: - Reading requests

extension Connection {
  /// Parses what has arrived of the next request. `bodyLimit` is in bytes.
  func readRequest(bodyLimit: Int) -> Reading {
    if head == nil {
      switch input.withUnread(RequestHead.read) {
      case .incomplete: return .incomplete
      case .malformed: return refuse(400, .malformedHTTP)
      case .tooLarge: return refuse(431, .headersTooLarge)
      case .whole(let head):
        self.head = head
        keepsAlive = head.keepsAlive
        isVersion11 = head.isVersion11
        if head.isChunked { beginChunks(head, bodyLimit) }
      }
    }
    guard let head else { preconditionFailure("a request was read without its head") }
    return head.isChunked ? readChunks() : readLength(head, bodyLimit)
  }

  private func readLength(_ head: RequestHead, _ bodyLimit: Int) -> Reading {
    let length = head.contentLength ?? 0
    guard length <= bodyLimit else { return refuse(413, .tooLarge) }
    guard input.count < head.length + length else { return .whole }
    input.reserve(head.length + length)
    return needsContinue(head) ? .needsContinue : .incomplete
  }

  private func beginChunks(_ head: RequestHead, _ bodyLimit: Int) {
    chunked = ChunkedBody(limit: bodyLimit)
    headBytes = input.withUnread { Array($0[..<head.length]) }
    input.consume(head.length)
  }

  private func readChunks() -> Reading {
    guard var chunked, let head else { preconditionFailure("chunks without a chunked head") }
    self.chunked = nil
    let (consumed, progress) = input.withUnread { chunked.decode($0) }
    self.chunked = chunked
    input.consume(consumed)
    switch progress {
    case .incomplete: return needsContinue(head) ? .needsContinue : .incomplete
    case .whole: return .whole
    case .malformed: return refuse(400, .malformedHTTP)
    case .tooLarge: return refuse(413, .tooLarge)
    }
  }

  /// Whether to send `100 Continue` now; `true` only once per request.
  private func needsContinue(_ head: RequestHead) -> Bool {
    guard head.expectsContinue, head.isVersion11, !hasSentContinue else { return false }
    hasSentContinue = true
    return true
  }

  /// The connection must end after this answer: the start of the next request is unknown.
  private func refuse(_ status: Int, _ error: ErrorBody) -> Reading {
    keepsAlive = false
    return .refused(status: status, error)
  }

  /// Passes the complete request to `use`, then removes it. Its pointers are valid only in `use`.
  func consumeRequest<Result>(_ use: (SandboxRequest) -> Result) -> Result {
    guard let head else { preconditionFailure("no request was read") }
    defer {
      self.head = nil
      hasSentContinue = false
    }
    if let chunked {
      self.chunked = nil
      return headBytes.withUnsafeBytes { bytes in
        chunked.bytes.withUnsafeBytes { use(head.request(in: bytes, body: $0)) }
      }
    }
    let length = head.length + (head.contentLength ?? 0)
    let result = input.withUnread { bytes in
      let body = UnsafeRawBufferPointer(rebasing: bytes[head.length..<length])
      return use(head.request(in: bytes, body: body))
    }
    input.consume(length)
    return result
  }
}

// MARK: - Writing answers

extension Connection {
  enum Writing {
    /// Everything was written.
    case whole
    /// The socket accepts no more at the moment.
    case later
    /// The connection is broken.
    case broken
  }

  /// Lets `write` append to the output. ``flush()`` sends it.
  func queue(_ write: (inout [UInt8]) -> Void) {
    write(&output)
  }

  /// Writes as much of the output as the socket accepts.
  func flush() -> Writing {
    while written < output.count {
      let count = output.withUnsafeBytes {
        Socket.write(descriptor, UnsafeRawBufferPointer(rebasing: $0[written...]))
      }
      guard count > 0 else { return Socket.wouldBlock ? .later : .broken }
      written += count
    }
    output.removeAll(keepingCapacity: output.capacity <= 1 << 20)
    written = 0
    return .whole
  }
}
