/// Where and why a text is not valid JSON (RFC 8259).
package struct JSONError: Error, Equatable, Sendable {
  package enum Reason: Equatable, Sendable {
    /// The text ends where more is needed.
    case endsTooSoon
    /// This byte is not allowed here.
    case unexpected(UInt8)
    case invalidUTF8
    case controlCharacterInString
    case invalidEscape
    case invalidNumber
    /// Deeper than ``JSONOutline/deepestNesting``.
    case nestedTooDeeply
    /// The value is complete, and something other than white space follows.
    case textAfterValue
  }

  /// In bytes from the beginning of the text.
  package let offset: Int
  package let reason: Reason
}

extension JSONError {
  /// The reason as part of a sentence. It is printable, even if the text has control characters.
  package var clause: String {
    switch reason {
    case .endsTooSoon: "it ends in the middle of a value"
    case .unexpected(let byte) where (0x21...0x7E).contains(byte):
      "unexpected '\(Character(UnicodeScalar(byte)))'"
    case .unexpected(let byte): "unexpected byte 0x\(String(byte, radix: 16))"
    case .invalidUTF8: "invalid UTF-8"
    case .controlCharacterInString: "a control character in a string"
    case .invalidEscape: "an invalid escape in a string"
    case .invalidNumber: "an invalid number"
    case .nestedTooDeeply: "nested deeper than \(JSONOutline.deepestNesting)"
    case .textAfterValue: "text after the end of the value"
    }
  }
}
