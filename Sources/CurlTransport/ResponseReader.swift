import Basics
import BatchRunner

/// Puts a response together from the lines and pieces of it that arrive, and counts them: libcurl's
/// own limits do not hold for endless or compressed answers.
struct ResponseReader {
  /// Of the last status line; `nil` before the first.
  private(set) var status: Int?
  private(set) var headers = ResponseHeaders()
  private(set) var body: [UInt8] = []
  /// More came than is taken.
  private(set) var isTooLarge = false
  /// The header lines of the answer are over; 1xx blocks before it do not count.
  private(set) var isPastHeaders = false

  private var headerBytes = 0
  private var announcedSize: Int?
  private var lastSize = 0
  /// Headers of the response before, whose strings are used again where nothing changed.
  private var earlier = ResponseHeaders()

  /// The status of an answer, not of a 1xx before it.
  var finalStatus: Int? { status.flatMap { $0 >= 200 ? $0 : nil } }

  /// Gives the body away and gets ready for the next response.
  mutating func finish() -> [UInt8] {
    let whole = body
    lastSize = whole.count
    body = []
    earlier = headers
    headers = ResponseHeaders()
    status = nil
    isTooLarge = false
    isPastHeaders = false
    headerBytes = 0
    announcedSize = nil
    return whole
  }

  /// Answers `false` when it is too much.
  mutating func takeHeader(_ line: UnsafeRawBufferPointer) -> Bool {
    headerBytes += line.count
    guard headerBytes <= Response.headerSizeLimit else {
      isTooLarge = true
      return false
    }
    // Lines after the body are trailers: they may not change what came before it.
    if isPastHeaders { return true }
    if let code = HeaderLine.status(line) {
      status = code
      headers = ResponseHeaders()
      announcedSize = nil
    } else if line.isEmpty || line[0] == 0x0D || line[0] == 0x0A {
      isPastHeaders = finalStatus != nil
    } else if let line = HeaderLine(line) {
      take(line)
    }
    return true
  }

  /// Answers `false` when it is too much.
  mutating func takeBody(_ piece: UnsafeRawBufferPointer) -> Bool {
    guard body.count + piece.count <= Response.sizeLimit else {
      isTooLarge = true
      return false
    }
    if body.isEmpty {
      let expected = min(announcedSize ?? lastSize, ResponseReader.largestReserve)
      body.reserveCapacity(max(expected, piece.count))
    }
    body.append(contentsOf: piece)
    return true
  }

  private mutating func take(_ line: HeaderLine) {
    switch line.name.count {
    case 4 where line.isNamed("date"): headers.date = line.text(or: earlier.date)
    case 8 where line.isNamed("location"): headers.location = line.text(or: earlier.location)
    case 11 where line.isNamed("retry-after"):
      headers.retryAfter = line.text(or: earlier.retryAfter)
    case 12 where line.isNamed("x-request-id"):
      headers.requestID = line.text(or: earlier.requestID)
    case 14 where line.isNamed("content-length"): announcedSize = line.number
    case 17 where line.isNamed("x-ratelimit-limit"):
      headers.rateLimit = line.text(or: earlier.rateLimit)
    case 17 where line.isNamed("x-ratelimit-reset"):
      headers.rateReset = line.text(or: earlier.rateReset)
    case 21 where line.isNamed("x-ratelimit-remaining"):
      headers.rateRemaining = line.text(or: earlier.rateRemaining)
    default: break
    }
  }

  /// A server may announce much and send nothing.
  private static let largestReserve = 1 << 20
}
