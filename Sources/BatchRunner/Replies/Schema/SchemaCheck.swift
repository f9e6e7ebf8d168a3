import Basics

/// Checks a JSON value against a schema and throws the first mismatch.
struct SchemaCheck {
  /// Where an answer does not fit, and why.
  struct Mismatch: Error, Equatable {
    /// A JSON pointer; empty: the whole answer.
    let pointer: String
    /// A clause, such as `more than 5`.
    let reason: String
  }

  private let source: JSONView
  /// The steps from the whole answer to the value that is being checked.
  private var path: [String] = []

  init(_ source: JSONView) {
    self.source = source
  }

  /// `index`: the node of the value in the source; 0 is the whole answer.
  mutating func check(_ schema: Schema, at index: Int = 0) throws(Mismatch) {
    switch schema {
    case .anything: return
    case .nothing: throw mismatch("not allowed")
    case .rules(let rules):
      try checkValue(rules, index)
      switch source.kind(of: index) {
      case .number: try checkNumber(rules, source.number(index))
      case .string: try checkLength(rules, source.text(of: index).points.count)
      case .array: try checkItems(rules, index)
      case .object: try checkMembers(rules, index)
      case .true, .false, .null: break
      }
    }
  }

  private func mismatch(_ reason: String) -> Mismatch {
    Mismatch(pointer: path.map { "/\($0)" }.joined(), reason: reason)
  }

  /// Checks `type`, `const` and `enum`.
  private func checkValue(_ rules: Schema.Keywords, _ index: Int) throws(Mismatch) {
    if !rules.types.isEmpty, !rules.types.contains(where: { isOf($0, index) }) {
      throw mismatch("not of type \(rules.types.map(\.rawValue).joined(separator: " or "))")
    }
    if let const = rules.const, !const.equals(source, index) {
      throw mismatch("not \(Self.clip(const.spelling))")
    }
    guard !rules.options.isEmpty, !rules.options.contains(where: { $0.equals(source, index) })
    else { return }
    let listed = rules.options.prefix(8).map { Self.clip($0.spelling) }.joined(separator: ", ")
    throw mismatch("not one of \(listed)" + (rules.options.count > 8 ? ", ..." : ""))
  }

  private static func clip(_ spelling: String) -> String {
    JSONText(spelling).clipped(to: 40)
  }

  /// Whether a value has this type. A number such as 7.0 counts as an integer.
  private func isOf(_ type: Schema.ValueType, _ index: Int) -> Bool {
    switch (type, source.kind(of: index)) {
    case (.null, .null), (.boolean, .true), (.boolean, .false), (.object, .object),
      (.array, .array), (.number, .number), (.string, .string):
      true
    case (.integer, .number): source.number(index).isWhole
    default: false
    }
  }

  private func checkNumber(_ rules: Schema.Keywords, _ number: JSONNumber) throws(Mismatch) {
    if let bound = rules.minimum, number < bound.value {
      throw mismatch("less than \(bound.spelling)")
    }
    if let bound = rules.exclusiveMinimum, number <= bound.value {
      throw mismatch("not more than \(bound.spelling)")
    }
    if let bound = rules.maximum, number > bound.value {
      throw mismatch("more than \(bound.spelling)")
    }
    if let bound = rules.exclusiveMaximum, number >= bound.value {
      throw mismatch("not less than \(bound.spelling)")
    }
  }

  private func checkLength(_ rules: Schema.Keywords, _ length: Int) throws(Mismatch) {
    if let least = rules.minLength, length < least {
      throw mismatch("shorter than \(Figure.count(least, "character"))")
    }
    if let most = rules.maxLength, length > most {
      throw mismatch("longer than \(Figure.count(most, "character"))")
    }
  }

  private mutating func checkItems(_ rules: Schema.Keywords, _ index: Int) throws(Mismatch) {
    let items = source.children(of: index)
    if let least = rules.minItems, items.count < least {
      throw mismatch("fewer than \(Figure.count(least, "item"))")
    }
    if let most = rules.maxItems, items.count > most {
      throw mismatch("more than \(Figure.count(most, "item"))")
    }
    guard let schema = rules.items else { return }
    for (number, item) in items.enumerated() {
      path.append(String(number))
      try check(schema, at: item)
      path.removeLast()
    }
  }

  private mutating func checkMembers(_ rules: Schema.Keywords, _ index: Int) throws(Mismatch) {
    let members = source.members(of: index)
    if let missing = rules.required.first(where: { members[$0] == nil }) {
      throw mismatch("\"\(missing.clipped(to: 40))\" is missing")
    }
    for (name, member) in members.sorted(by: { $0.value < $1.value }) {
      guard let schema = rules.properties[name] ?? rules.additional else { continue }
      path.append(name.pointerStep)
      try check(schema, at: member)
      path.removeLast()
    }
  }
}

extension JSONText {
  /// The text as a step of a JSON pointer (RFC 6901); a long one is cut off.
  var pointerStep: String {
    clipped(to: 40).replacing("~", with: "~0").replacing("/", with: "~1")
  }
}
