import Basics

/// A hash of a request's content: ``XXHash64`` of its body without the white space between tokens.
///
/// A job that was only reformatted keeps its fingerprint.
package struct Fingerprint: Hashable, Sendable, CustomStringConvertible {
  package let value: UInt64

  package init(_ value: UInt64) {
    self.value = value
  }

  /// Parses a ``description``; `nil` for any other text.
  package init?(hex: some StringProtocol) {
    guard hex.utf8.count == 16, let value = UInt64(hex, radix: 16) else { return nil }
    self.value = value
  }

  /// 16 lower-case hex digits.
  package var description: String { value.hexDigits }
}
