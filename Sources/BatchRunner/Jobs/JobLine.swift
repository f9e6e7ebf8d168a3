/// One parsed line of a job file, as byte ranges into the line.
package struct JobLine: Sendable {
  /// The `custom_id`; `nil`: the line has none.
  package var id: String?
  /// The request body, with its braces.
  package var body: Range<Int>
  /// The `custom_id` member inside ``body``, with one comma. It is cut out, since the API does not
  /// know it. `nil`: it is not in the body.
  package var cut: Range<Int>?
  package var fingerprint: Fingerprint
  /// The model's name, with its quotes.
  package var model: Range<Int>
  /// Whether the body asks for its answer as a stream.
  package var streams: Bool

  /// The bytes to send. `line` must be the line that was parsed.
  package func bodyBytes(of line: UnsafeRawBufferPointer) -> [UInt8] {
    guard let cut else { return Array(line[body]) }
    return Array(line[body.lowerBound..<cut.lowerBound])
      + Array(line[cut.upperBound..<body.upperBound])
  }
}
