import Basics

/// One client's connection; touched by the server's thread only.
final class Connection {
  enum Phase {
    /// A request is on its way, or none yet.
    case reading
    /// The request was read, its answer is not due yet.
    case waiting
    case writing
    /// Everything was written and the other side told so; what still comes is thrown away.
    case draining
    case closed
  }

  enum Reading {
    case incomplete
    /// The client wants to hear that its body is welcome.
    case awaitsGoAhead
    case refused(status: Int, ErrorBody)
    case whole
  }

  let descriptor: Int32
  let slot: Int
  var phase = Phase.reading
  var input = ReadBuffer()
  /// What is due or being written.
  var answer: SandboxAnswer?
  /// The one that counts, see ``Alarm``.
  var alarm: UInt64 = 0
  private(set) var keepsAlive = true
  private(set) var isVersion11 = true

  private var output: [UInt8] = []
  private var written = 0
  private var head: RequestHead?
  private var chunked: ChunkedBody?
  /// The head of a chunked request, since its body is taken out of the buffer piece by piece.
  private var headBytes: [UInt8] = []
  private var hasGoneAhead = false

  init(descriptor: Int32, slot: Int) {
    self.descriptor = descriptor
    self.slot = slot
  }

  /// Which news of the socket matter now.
  var events: Int16 {
    switch phase {
    case .reading, .draining: Int16(POLLIN)
    // Told of its end; of what it sends ahead no more is taken than this.
    case .waiting: input.count < 256 << 10 ? Int16(POLLIN) : 0
    case .writing: Int16(POLLOUT)
    case .closed: 0
    }
  }
}

// MARK: - Requests

extension Connection {
  /// Looks how far the request has come.
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
    return awaitsGoAhead(head) ? .awaitsGoAhead : .incomplete
  }

  private func beginChunks(_ head: RequestHead, _ bodyLimit: Int) {
    chunked = ChunkedBody(limit: bodyLimit)
    headBytes = input.withUnread { Array($0[..<head.length]) }
    input.consume(head.length)
  }

  private func readChunks() -> Reading {
    guard var chunked, let head else { preconditionFailure("chunks without a chunked head") }
    self.chunked = nil
    let (consumed, progress) = input.withUnread { chunked.take($0) }
    self.chunked = chunked
    input.consume(consumed)
    switch progress {
    case .incomplete: return awaitsGoAhead(head) ? .awaitsGoAhead : .incomplete
    case .whole: return .whole
    case .malformed: return refuse(400, .malformedHTTP)
    case .tooLarge: return refuse(413, .tooLarge)
    }
  }

  private func awaitsGoAhead(_ head: RequestHead) -> Bool {
    guard head.expectsContinue, head.isVersion11, !hasGoneAhead else { return false }
    hasGoneAhead = true
    return true
  }

  /// Where the next message would begin is unknown, so there is none.
  private func refuse(_ status: Int, _ error: ErrorBody) -> Reading {
    keepsAlive = false
    return .refused(status: status, error)
  }

  /// Hands out the request that is whole, and forgets it.
  func takeRequest<Result>(_ use: (SandboxRequest) -> Result) -> Result {
    guard let head else { preconditionFailure("no request was read") }
    defer {
      self.head = nil
      hasGoneAhead = false
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

// MARK: - Answers

extension Connection {
  enum Writing {
    case whole, later, broken
  }

  func queue(_ write: (inout [UInt8]) -> Void) {
    write(&output)
  }

  /// Hands the socket what it takes.
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
