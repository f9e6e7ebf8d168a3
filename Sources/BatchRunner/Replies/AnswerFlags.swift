/// What is special about an answer that is stored all the same.
package struct AnswerFlags: OptionSet, Sendable, Hashable {
  package let rawValue: UInt8

  package init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  /// At least one choice was cut off at `max_tokens`.
  package static let truncated = AnswerFlags(rawValue: 1)
  /// A content filter of the server ended at least one choice.
  package static let filtered = AnswerFlags(rawValue: 2)
  /// No choice has a text, a tool call, a refusal or another content.
  package static let empty = AnswerFlags(rawValue: 4)

  /// The spelling in `nightshift.flags`, in the order in which they stand there.
  static let names: [(flag: AnswerFlags, name: StaticString)] = [
    (.truncated, "truncated"), (.filtered, "filtered"), (.empty, "empty"),
  ]

  /// How much a later answer to the same job is worth, beside one that was cut off or empty: what a
  /// filter left is less than a text that was cut off, and more than nothing.
  var worth: Int {
    if contains(.empty) { return 0 }
    return contains(.filtered) ? 1 : 2
  }
}
