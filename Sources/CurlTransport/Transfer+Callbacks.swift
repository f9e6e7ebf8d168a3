import Basics
import BatchRunner
import CLibcurl

// libcurl calls these functions on the transport's thread, inside `curl_multi_perform`. They must
// not block.

/// libcurl calls this just before it sends a request. Allows each command only once.
///
/// Otherwise an attempt could reach the server twice: when a reused connection breaks before the
/// first byte of the response, libcurl sends the same POST again on a new connection, even if the
/// server has read it, and reports success. libcurl calls this function before the second sending
/// too, and ``Transfer/beginSending()`` then refuses.
func guardRequest(
  _ context: UnsafeMutableRawPointer?, _: UnsafeMutablePointer<CChar>?,
  _: UnsafeMutablePointer<CChar>?, _: Int32, _: Int32
) -> Int32 {
  Int32(transfer(context).beginSending() ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT)
}

/// libcurl calls this once for each header line. Any result but the size ends the transfer.
func receiveHeader(
  _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int,
  _ context: UnsafeMutableRawPointer?
) -> Int {
  let line = UnsafeRawBufferPointer(start: bytes, count: size * count)
  return transfer(context).receive(header: line) ? line.count : stopReceiving
}

/// libcurl calls this for each piece of the body, after it has decoded the transfer encoding. Any
/// result but the size ends the transfer.
func receiveBody(
  _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int,
  _ context: UnsafeMutableRawPointer?
) -> Int {
  let piece = UnsafeRawBufferPointer(start: bytes, count: size * count)
  return transfer(context).receive(body: piece) ? piece.count : stopReceiving
}

/// The result that ends a transfer: `CURL_WRITEFUNC_ERROR` of libcurl 7.87. Older versions end the
/// transfer too, because it differs from the size.
private let stopReceiving = 0xFFFF_FFFF

/// The transfer that ``Transfer/setFixedOptions()`` passed to libcurl.
private func transfer(_ context: UnsafeMutableRawPointer?) -> Transfer {
  guard let context else { preconditionFailure("libcurl called back without a transfer") }
  return Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
}

extension Transfer {
  /// Whether the command may leave now. If so, records the time; if not, sets ``stopReason``.
  func beginSending() -> Bool {
    if leftAt != nil {
      stopReason = .sentAlready
    } else if context.isCancelling {
      stopReason = .cancelled
    } else if !isGet, !context.allowsStart(isProbe: isProbe) {
      stopReason = .held
    } else {
      stampStart()
      return true
    }
    return false
  }

  /// Records that the command leaves now, and adds the event to the news.
  func stampStart() {
    let now = BootClock.now
    leftAt = now
    if case .attempt(let request) = command { context.news.append(.left(request.attempt, at: now)) }
  }

  /// Handles one header line of a response. Returns `false` if the headers are too large.
  ///
  /// Closes the gate as soon as a status line says that the key or the balance is refused.
  func receive(header line: UnsafeRawBufferPointer) -> Bool {
    guard reader.addHeader(line) else { return false }
    guard !isGet, let status = reader.finalStatus else { return true }
    if !holdsGate, Gate.holdsAtStatusLine(status) { holdGate() }
    if Gate.holdsAtEnd(status) { context.sawSuspiciousBytes = true }
    return true
  }

  /// Handles a piece of a response's body. Returns `false` if the body is too large.
  func receive(body piece: UnsafeRawBufferPointer) -> Bool {
    if !isGet, let status = reader.finalStatus, Gate.holdsAtEnd(status) {
      context.sawSuspiciousBytes = true
    }
    let isKept = reader.addBody(piece) { asksForStream }
    heardAt = reader.isStreaming ? context.runningNow : nil
    if let heardAt, let silence = configuration.idleTimeout { context.expect(heardAt + silence) }
    return isKept
  }

  /// Closes the gate because of this attempt. Its ``Reply`` says so, and the code that judges the
  /// reply opens the gate again.
  func holdGate() {
    context.gate.hold()
    holdsGate = true
  }
}
