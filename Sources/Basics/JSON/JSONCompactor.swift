/// Removes the white space between the tokens of valid JSON.
package enum JSONCompactor {
  /// Copies `json` without the white space between tokens and returns the number of bytes written.
  ///
  /// `json` must be valid JSON, or a part of it that begins and ends between tokens. `output` must
  /// have at least as many bytes as `json`.
  package static func copy(
    _ json: UnsafeRawBufferPointer, to output: UnsafeMutableRawBufferPointer
  ) -> Int {
    guard let base = json.baseAddress, let target = output.baseAddress else { return 0 }
    precondition(output.count >= json.count, "the output buffer is smaller than the JSON")
    let scanner = JSONScanner(base: base, count: json.count)
    var at = 0
    // The bytes from here to `at` are still to be copied.
    var copyStart = 0
    var written = 0
    func flush() {
      memcpy(target + written, base + copyStart, at - copyStart)
      written += at - copyStart
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
        copyStart = at
      } else {
        at += 1
      }
    }
    flush()
    return written
  }
}
