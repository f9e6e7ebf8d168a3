/// What had to be changed in a body so that it is valid JSON. The raw values are stored in
/// `nightshift.mended`.
package enum BodyMend: String, Sendable, CaseIterable {
  /// A byte-order mark before or behind the JSON was dropped.
  case byteOrderMark = "byte_order_mark"
  /// Comment lines, or bytes that JSON does not count as white space, stood around the JSON.
  case surroundings
  /// Control characters in strings became escapes.
  case controlCharacters = "control_characters"
  /// `NaN` and `Infinity` became `null`.
  case notANumber = "not_a_number"
  /// Bytes that are no UTF-8 became U+FFFD; so did half a surrogate pair written as UTF-8.
  case invalidUTF8 = "invalid_utf8"
  /// The backslash of an escape that JSON does not know was doubled.
  case invalidEscapes = "invalid_escapes"
  /// The deltas of a server-sent stream that nobody asked for were put together.
  case stream
}
