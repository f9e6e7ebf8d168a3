import Basics
import BatchRunner

/// Assembles a response from the header lines and body pieces that libcurl delivers, and limits its
/// size. libcurl's own limits do not cover endless headers or compressed bodies.
struct ResponseReader {
  /// The code of the last status line, which may be a 1xx; `nil` before the first status line.
  private(set) var status: Int?
  private(set) var headers = ResponseHeaders()
  private(set) var body: [UInt8] = []
  /// The headers or the body exceeded their limit in ``Response``.
  private(set) var isTooLarge = false
  /// The headers of the final response are complete. The headers of a 1xx response do not count.
  private(set) var isPastHeaders = false

  /// The answer of a stream that was asked for; `nil`: the body is none, or it has not begun.
  private var stream: ChatStream?
  /// What the body is, as far as it is known.
  private var beginning = BodyEdges.Beginning.undecided
  /// Whether a stream was asked for; `nil`: nobody needed to know yet.
  private var isStreamAsked: Bool?

  /// A stream that was asked for has begun.
  var isStreaming: Bool {
    stream != nil || isStreamAsked == true && beginning == .undecided
  }

  /// The bytes of all header lines so far, 1xx responses and trailers included.
  private var headerBytes = 0
  /// The value of `Content-Length`; `nil` if it was not sent.
  private var announcedSize: Int?
  /// The body size of the previous response, as an estimate for this one.
  private var lastSize = 0
  /// The headers of the previous response. Equal strings are reused instead of allocated again.
  private var earlier = ResponseHeaders()

  /// The status of the final response; `nil` while only 1xx responses have arrived.
  var finalStatus: Int? { status.flatMap { $0 >= 200 ? $0 : nil } }

  /// Returns the body and resets everything for the next response. If the body was a stream that was
  /// asked for, returns the answer that it became, and the stream.
  mutating func finish() -> (body: [UInt8], stream: ChatStream?) {
    var ended = stream
    ended?.finish()
    let whole = ended?.json() ?? body
    stream = nil
    beginning = .undecided
    isStreamAsked = nil
    lastSize = whole.count
    body = []
    earlier = headers
    headers = ResponseHeaders()
    status = nil
    isTooLarge = false
    isPastHeaders = false
    headerBytes = 0
    announcedSize = nil
    return (whole, ended)
  }

  /// Adds one header line. Returns `false` if the headers are larger than
  /// ``Response/headerSizeLimit``.
  mutating func addHeader(_ line: UnsafeRawBufferPointer) -> Bool {
    headerBytes += line.count
    guard headerBytes <= Response.headerSizeLimit else {
      isTooLarge = true
      return false
    }
    // Lines after the body are trailers. They must not change the headers that came before it.
    if isPastHeaders { return true }
    if let code = HeaderLine.status(line) {
      status = code
      headers = ResponseHeaders()
      announcedSize = nil
    } else if line.isEmpty || line[0] == 0x0D || line[0] == 0x0A {
      isPastHeaders = finalStatus != nil
    } else if let line = HeaderLine(line) {
      store(line)
    }
    return true
  }

  /// Adds a piece of the body. Returns `false` if the body, or the answer of a stream, would be
  /// larger than ``Response/sizeLimit``. `isStreamAsked`: called at most once for a response, and
  /// only if the body can be a stream.
  mutating func addBody(
    _ piece: UnsafeRawBufferPointer, isStreamAsked: () -> Bool
  ) -> Bool {
    if stream != nil { return addToStream(piece) }
    guard append(piece) else { return false }
    if beginning == .undecided { lookAtBeginning(isStreamAsked) }
    return !isTooLarge
  }

  /// Finds out whether the body is a stream that was asked for, and then goes on with it as one.
  private mutating func lookAtBeginning(_ isStreamAsked: () -> Bool) {
    guard let status, (200...299).contains(status) else {
      beginning = .other
      return
    }
    beginning = body.withUnsafeBytes { BodyEdges.beginning(of: $0) }
    guard beginning != .other else { return }
    let isAsked = self.isStreamAsked ?? isStreamAsked()
    self.isStreamAsked = isAsked
    guard isAsked else {
      beginning = .other
      return
    }
    if beginning == .stream {
      let first = body
      body = []
      stream = ChatStream()
      _ = first.withUnsafeBytes { addToStream($0) }
    } else {
      forgetComments()
    }
  }

  /// Drops what stands before the last line, and the words of a comment that has not ended: comments
  /// and white space can come for as long as a server likes.
  private mutating func forgetComments() {
    let line = body.lastIndex { $0 == 0x0A || $0 == 0x0D }.map { $0 + 1 } ?? 0
    body.removeFirst(line)
    let isComment = body.first { $0 > 0x20 } == UInt8(ascii: ":")
    if isComment { body = [UInt8(ascii: ":")] }
  }

  private mutating func addToStream(_ piece: UnsafeRawBufferPointer) -> Bool {
    stream?.add(piece)
    isTooLarge = stream?.isTooLarge ?? false
    return !isTooLarge
  }

  private mutating func append(_ piece: UnsafeRawBufferPointer) -> Bool {
    guard body.count + piece.count <= Response.sizeLimit else {
      isTooLarge = true
      return false
    }
    if body.isEmpty {
      let expected = min(announcedSize ?? lastSize, ResponseReader.largestReservation)
      body.reserveCapacity(max(expected, piece.count))
    }
    body.append(contentsOf: piece)
    return true
  }

  /// Stores the value if the header is one that nightshift uses. Compares the length of the name
  /// first, since most headers are not used.
  private mutating func store(_ line: HeaderLine) {
    switch line.name.count {
    case 4 where line.isNamed("date"): headers.date = line.text(reusing: earlier.date)
    case 11 where line.isNamed("retry-after"):
      headers.retryAfter = line.text(reusing: earlier.retryAfter)
    case 12 where line.isNamed("x-request-id"):
      headers.requestID = line.text(reusing: earlier.requestID)
    case 14 where line.isNamed("content-length"): announcedSize = line.number
    case 17 where line.isNamed("x-ratelimit-limit"):
      headers.rateLimit = line.text(reusing: earlier.rateLimit)
    case 17 where line.isNamed("x-ratelimit-reset"):
      headers.rateReset = line.text(reusing: earlier.rateReset)
    case 21 where line.isNamed("x-ratelimit-remaining"):
      headers.rateRemaining = line.text(reusing: earlier.rateRemaining)
    default: storeRare(line)
    }
  }

  /// Stores what only some services send: limits with names of their own, and what a refusal says.
  private mutating func storeRare(_ line: HeaderLine) {
    let isRare = HeaderLine.rareNames.contains { line.isNamed(beginning: $0) }
    guard isRare else { return }
    headers.add(
      name: String(decoding: line.name, as: UTF8.self),
      value: String(decoding: line.value, as: UTF8.self))
  }

  /// The most bytes to allocate ahead: a server may announce a large body and send nothing.
  private static let largestReservation = 1 << 20
}
