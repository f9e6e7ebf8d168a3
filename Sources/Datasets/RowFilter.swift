/// A condition on a row: `--where column=value` or `column!=value`.
package struct RowFilter: Equatable, Sendable {
  package let column: String
  package let value: String
  /// `true` selects the rows with this value, `false` all others.
  package let isEqual: Bool

  /// Parses the option's argument; `nil` if it has no `=` or no column.
  package init?(_ text: String) {
    guard let equals = text.firstIndex(of: "=") else { return nil }
    let before = text[..<equals]
    isEqual = before.last != "!"
    column = String(isEqual ? before : before.dropLast())
    value = String(text[text.index(after: equals)...])
    if column.isEmpty { return nil }
  }
}
