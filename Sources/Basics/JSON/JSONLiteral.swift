/// A JSON value that is compared with others as JSON Schema defines equality: the order of members
/// and the spelling of numbers and strings do not matter.
///
/// Copying, comparing and hashing recurse as deep as the value is nested.
package struct JSONLiteral: Sendable {
  private indirect enum Value: Sendable, Hashable {
    /// `true`, `false`, `null`.
    case word(JSONOutline.Kind)
    case number(JSONNumber)
    case string(JSONText)
    case array([JSONLiteral])
    case object([JSONText: JSONLiteral])
  }

  private let value: Value
  /// The value as it is written, without the white space between tokens; empty for the values
  /// inside, which nobody quotes.
  package let spelling: String

  /// Copies the value at `index`.
  package init(_ source: JSONView, _ index: Int) {
    self.init(source, index, spelling: source.spelling(of: index))
  }

  private init(_ source: JSONView, _ index: Int, spelling: String) {
    self.spelling = spelling
    switch source.kind(of: index) {
    case .number: value = .number(source.number(index))
    case .string: value = .string(source.text(of: index))
    case .array:
      value = .array(source.children(of: index).map { JSONLiteral(source, $0, spelling: "") })
    case .object:
      value = .object(
        source.members(of: index).mapValues { JSONLiteral(source, $0, spelling: "") })
    case let word: value = .word(word)
    }
  }

  /// Whether the value at `index` equals this one.
  ///
  /// The recursion is as deep as this value, however deep the other one is.
  package func equals(_ source: JSONView, _ index: Int) -> Bool {
    let kind = source.kind(of: index)
    switch value {
    case .word(let word): return kind == word
    case .number(let number): return kind == .number && source.number(index) == number
    case .string(let text): return kind == .string && source.text(of: index) == text
    case .array(let literals):
      guard kind == .array else { return false }
      let children = source.children(of: index)
      return children.count == literals.count
        && zip(literals, children).allSatisfy { $0.equals(source, $1) }
    case .object(let literals):
      guard kind == .object else { return false }
      let members = source.members(of: index)
      return members.count == literals.count
        && literals.allSatisfy { name, literal in
          members[name].map { literal.equals(source, $0) } ?? false
        }
    }
  }
}

extension JSONLiteral: Hashable {
  package static func == (left: JSONLiteral, right: JSONLiteral) -> Bool {
    left.value == right.value
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(value) }
}
