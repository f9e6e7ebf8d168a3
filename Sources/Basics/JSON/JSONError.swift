/// Where and why a text is not JSON by RFC 8259.
package struct JSONError: Error, Equatable, Sendable {
  package enum Reason: Equatable, Sendable {
    case endsTooSoon
    case unexpected(UInt8)
    case invalidUTF8
    case controlCharacterInString
    case invalidEscape
    case invalidNumber
    case nestedTooDeeply
    case textAfterValue
  }

  /// In bytes from the beginning.
  package let offset: Int
  package let reason: Reason
}

extension JSONError {
  /// A clause for a sentence, printable whatever the text held.
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
