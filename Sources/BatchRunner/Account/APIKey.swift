/// An API key. `print`, `dump` and string interpolation never show it.
package struct APIKey: Sendable, Equatable, CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  /// The key itself: visible ASCII only. Use it for the `Authorization` header and to remove the
  /// key from texts.
  package let secret: String

  /// `nil` for text that cannot be a key: it is empty, or has other characters than visible ASCII.
  package init?(_ text: String) {
    guard !text.isEmpty, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { return nil }
    secret = text
  }

  package var description: String { "(API key, not shown)" }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: []) }
}
