import Basics
import BatchRunner
import CLibcurl

// libcurl calls these on the engine's thread, inside `curl_multi_perform`. None of them waits.

/// The last instant before bytes leave: lets an command through once.
///
/// When a reused connection dies before the first byte of the answer, libcurl sends the same POST
/// again on a new connection, even if the server had read all of it, and reports plain success.
/// It asks here first, the second time in vain.
func guardRequest(
  _ context: UnsafeMutableRawPointer?, _: UnsafeMutablePointer<CChar>?,
  _: UnsafeMutablePointer<CChar>?, _: Int32, _: Int32
) -> Int32 {
  Int32(transfer(context).letThrough() ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT)
}

func receiveHeader(
  _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int,
  _ context: UnsafeMutableRawPointer?
) -> Int {
  let line = UnsafeRawBufferPointer(start: bytes, count: size * count)
  return transfer(context).take(header: line) ? line.count : stopReceiving
}

func receiveBody(
  _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int,
  _ context: UnsafeMutableRawPointer?
) -> Int {
  let piece = UnsafeRawBufferPointer(start: bytes, count: size * count)
  return transfer(context).take(body: piece) ? piece.count : stopReceiving
}

/// Neither a count of bytes nor one of libcurl's signals.
private let stopReceiving = 0xFFFF_FFFF

private func transfer(_ context: UnsafeMutableRawPointer?) -> Transfer {
  guard let context else { preconditionFailure("a callback without its transfer") }
  return Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
}

extension Transfer {
  /// Stamps the start, or says why there is none.
  func letThrough() -> Bool {
    if leftAt != nil {
      stopped = .sentAlready
    } else if desk.isCancelling {
      stopped = .cancelled
    } else if !isGet, !desk.lets(isProbe: isProbe) {
      stopped = .held
    } else {
      stampStart()
      return true
    }
    return false
  }

  func stampStart() {
    let now = BootClock.now
    leftAt = now
    if case .attempt(let request) = command { desk.news.append(.left(request.attempt, at: now)) }
  }

  func take(header line: UnsafeRawBufferPointer) -> Bool {
    guard reader.takeHeader(line) else { return false }
    guard !isGet, let status = reader.finalStatus else { return true }
    if !holdsGate, Gate.holdsAtStatusLine(status) { hold() }
    if Gate.holdsAtEnd(status) { desk.sawSuspiciousBytes = true }
    return true
  }

  func take(body piece: UnsafeRawBufferPointer) -> Bool {
    if !isGet, let status = reader.finalStatus, Gate.holdsAtEnd(status) {
      desk.sawSuspiciousBytes = true
    }
    return reader.takeBody(piece)
  }

  /// Closes the gate on behalf of this attempt, whose reply will say so.
  func hold() {
    desk.gate.hold()
    holdsGate = true
  }
}
