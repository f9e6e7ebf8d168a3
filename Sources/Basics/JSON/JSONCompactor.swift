/// Takes the white space between tokens out of valid JSON.
package enum JSONCompactor {
  /// Copies `json`, which must be valid up to where it was cut between tokens; answers how many
  /// bytes were written. `room` must be as large as `json`.
  package static func copy(
    _ json: UnsafeRawBufferPointer, to room: UnsafeMutableRawBufferPointer
  ) -> Int {
    guard let base = json.baseAddress, let target = room.baseAddress else { return 0 }
    precondition(room.count >= json.count, "no room for compacted JSON")
    let scanner = JSONScanner(base: base, count: json.count)
    var at = 0
    var kept = 0
    var written = 0
    func flush() {
      memcpy(target + written, base + kept, at - kept)
      written += at - kept
    }
    while at < json.count {
      let byte = scanner[at]
      if byte == UInt8(ascii: "\"") {
        guard let end = try? scanner.endOfString(at) else {
          preconditionFailure("compacting invalid JSON at byte \(at)")
        }
        at = end
      } else if JSONScanner.isSpace(byte) {
        flush()
        at = scanner.endOfSpace(at)
        kept = at
      } else {
        at += 1
      }
    }
    flush()
    return written
  }
}
