/// What one line of a job file says, as byte ranges into the line.
package struct JobLine: Sendable {
  /// `nil`: the line names no `custom_id`.
  package var id: String?
  /// The request body, from brace to brace.
  package var body: Range<Int>
  /// The `custom_id` member inside ``body``, with one comma: not sent.
  package var cut: Range<Int>?
  package var fingerprint: Fingerprint
  /// Where the model's name stands, with its quotes.
  package var model: Range<Int>

  /// The bytes to send.
  package func bodyBytes(of line: UnsafeRawBufferPointer) -> [UInt8] {
    guard let cut else { return Array(line[body]) }
    return Array(line[body.lowerBound..<cut.lowerBound])
      + Array(line[cut.upperBound..<body.upperBound])
  }
}
