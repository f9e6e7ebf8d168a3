/// `--where column=value`, or `column!=value`.
package struct RowFilter: Equatable, Sendable {
  package let column: String
  package let value: String
  /// Rows with this value are the wanted ones, not the others.
  package let isEqual: Bool

  /// `nil`: no column, or no `=`.
  package init?(_ text: String) {
    guard let equals = text.firstIndex(of: "=") else { return nil }
    let before = text[..<equals]
    isEqual = before.last != "!"
    column = String(isEqual ? before : before.dropLast())
    value = String(text[text.index(after: equals)...])
    if column.isEmpty { return nil }
  }
}
