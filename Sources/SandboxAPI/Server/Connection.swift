import Foundation

/// One client: what came from it and was not read, what is to go to it and was not sent.
final class Connection {
  let socket: Socket
  /// Due later; meanwhile nothing more is read, so that answers keep the order of the requests.
  var pending: SandboxAnswer?
  /// Nothing more is read, and once everything is sent it ends.
  var isEnding = false
  /// The client sends nothing more, but may still listen.
  private(set) var isHalfClosed = false
  private(set) var isGone = false
  var output: [UInt8] = []

  private var input: [UInt8] = []
  /// What stands before it was used.
  private var inputStart = 0
  private var outputStart = 0
  private var head: RequestHead?
  private var chunks: ChunkedBody?
  private(set) var keepsAlive = true

  init(_ socket: Socket) {
    self.socket = socket
  }

  var hasOutput: Bool { outputStart < output.count }

  /// Whether more should be received: not while a client pipelines far ahead of its answers.
  var isHungry: Bool {
    !isHalfClosed && !isEnding && (pending == nil || input.count - inputStart < 1 << 16)
  }

  func end() {
    guard !isGone else { return }
    isGone = true
    socket.shut()
  }
}

// MARK: - In

extension Connection {
  /// Takes in what has come, with `room` as a place to put it.
  func receive(through room: UnsafeMutableRawBufferPointer) {
    while !isHalfClosed {
      switch socket.receive(into: room) {
      case .bytes(let count):
        input.append(contentsOf: room[..<count])
        if count < room.count { return }
      case .wouldBlock: return
      case .over: isHalfClosed = true
      }
    }
  }

  /// The next request, if it has come whole.
  func nextRequest() throws(RequestHead.Problem) -> SandboxRequest? {
    if head == nil { try readHead() }
    guard let head, let body = try readBody(of: head) else { return nil }
    keepsAlive = head.keepsAlive
    self.head = nil
    chunks = nil
    tidy()
    return SandboxRequest(
      method: head.method, route: head.route, authorization: head.authorization, body: body)
  }

  private func readHead() throws(RequestHead.Problem) {
    guard inputStart < input.count else { return }
    let result = input.withUnsafeBytes { text in
      Result<RequestHead?, RequestHead.Problem> { () throws(RequestHead.Problem) in
        try RequestHead(UnsafeRawBufferPointer(rebasing: text[inputStart...]))
      }
    }
    guard let head = try result.get() else { return }
    inputStart += head.byteCount
    self.head = head
    if head.isChunked { chunks = ChunkedBody() }
    if head.expectsContinue, inputStart == input.count {
      output.append("HTTP/1.1 100 Continue\r\n\r\n")
    }
  }

  private func readBody(of head: RequestHead) throws(RequestHead.Problem) -> [UInt8]? {
    guard head.isChunked else {
      let end = inputStart + head.contentLength
      guard end <= input.count else { return nil }
      defer { inputStart = end }
      return Array(input[inputStart..<end])
    }
    let result = input.withUnsafeBytes { text in
      Result<Int, RequestHead.Problem> { () throws(RequestHead.Problem) in
        try chunks!.take(UnsafeRawBufferPointer(rebasing: text[inputStart...]))
      }
    }
    inputStart += try result.get()
    tidy()
    return chunks!.isWhole ? chunks!.bytes : nil
  }

  /// Keeps the storage, unless a large body made it grow.
  private func tidy() {
    if inputStart == input.count {
      input.removeAll(keepingCapacity: input.capacity <= 1 << 20)
      inputStart = 0
    } else if inputStart > 1 << 16 {
      input.removeFirst(inputStart)
      inputStart = 0
    }
  }
}

// MARK: - Out

extension Connection {
  /// Sends what it can without waiting.
  func flush() {
    while hasOutput, !isGone {
      let sent = output.withUnsafeBytes {
        socket.transmit(UnsafeRawBufferPointer(rebasing: $0[outputStart...]))
      }
      switch sent {
      case .bytes(let count): outputStart += count
      case .wouldBlock: return
      case .over: end()
      }
    }
    output.removeAll(keepingCapacity: output.capacity <= 1 << 20)
    outputStart = 0
  }
}
