/// A key of the API; never shown, whatever it is printed with.
package struct APIKey: Sendable, Equatable, CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  /// Its characters, visible ASCII only. For the `Authorization` header and nothing else.
  package let secret: String

  /// `nil` for text that cannot be a key: empty, or with anything but visible ASCII in it.
  package init?(_ text: String) {
    guard !text.isEmpty, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { return nil }
    secret = text
  }

  package var description: String { "(API key, not shown)" }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: []) }
}
