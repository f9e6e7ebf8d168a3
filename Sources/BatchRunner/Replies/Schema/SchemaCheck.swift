import Basics

/// Looks for the first thing in an answer that a schema does not allow.
struct SchemaCheck {
  /// Where an answer does not fit, and why.
  struct Misfit: Error, Equatable {
    /// A JSON pointer; empty: the answer as a whole.
    let pointer: String
    let reason: String
  }

  private let source: JSONView
  private var path: [String] = []

  init(_ source: JSONView) {
    self.source = source
  }

  mutating func check(_ schema: Schema, at index: Int = 0) throws(Misfit) {
    switch schema {
    case .anything: return
    case .nothing: throw misfit("not allowed")
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

  private func misfit(_ reason: String) -> Misfit {
    Misfit(pointer: path.map { "/\($0)" }.joined(), reason: reason)
  }

  private func checkValue(_ rules: Schema.Keywords, _ index: Int) throws(Misfit) {
    if !rules.types.isEmpty, !rules.types.contains(where: { isOf($0, index) }) {
      throw misfit("not of type \(rules.types.map(\.rawValue).joined(separator: " or "))")
    }
    if let const = rules.const, !const.equals(source, index) {
      throw misfit("not \(Self.clip(const.spelling))")
    }
    guard !rules.options.isEmpty, !rules.options.contains(where: { $0.equals(source, index) })
    else { return }
    let listed = rules.options.prefix(8).map { Self.clip($0.spelling) }.joined(separator: ", ")
    throw misfit("not one of \(listed)" + (rules.options.count > 8 ? ", ..." : ""))
  }

  private static func clip(_ spelling: String) -> String {
    JSONText(spelling).clipped(to: 40)
  }

  private func isOf(_ type: Schema.ValueType, _ index: Int) -> Bool {
    switch (type, source.kind(of: index)) {
    case (.null, .null), (.boolean, .true), (.boolean, .false), (.object, .object),
      (.array, .array), (.number, .number), (.string, .string):
      true
    case (.integer, .number): source.number(index).isWhole
    default: false
    }
  }

  private func checkNumber(_ rules: Schema.Keywords, _ number: JSONNumber) throws(Misfit) {
    if let bound = rules.minimum, number < bound.value {
      throw misfit("less than \(bound.spelling)")
    }
    if let bound = rules.exclusiveMinimum, number <= bound.value {
      throw misfit("not more than \(bound.spelling)")
    }
    if let bound = rules.maximum, number > bound.value {
      throw misfit("more than \(bound.spelling)")
    }
    if let bound = rules.exclusiveMaximum, number >= bound.value {
      throw misfit("not less than \(bound.spelling)")
    }
  }

  private func checkLength(_ rules: Schema.Keywords, _ length: Int) throws(Misfit) {
    if let least = rules.minLength, length < least {
      throw misfit("shorter than \(Figure.count(least, "character"))")
    }
    if let most = rules.maxLength, length > most {
      throw misfit("longer than \(Figure.count(most, "character"))")
    }
  }

  private mutating func checkItems(_ rules: Schema.Keywords, _ index: Int) throws(Misfit) {
    let items = source.children(of: index)
    if let least = rules.minItems, items.count < least {
      throw misfit("fewer than \(Figure.count(least, "item"))")
    }
    if let most = rules.maxItems, items.count > most {
      throw misfit("more than \(Figure.count(most, "item"))")
    }
    guard let schema = rules.items else { return }
    for (number, item) in items.enumerated() {
      path.append(String(number))
      try check(schema, at: item)
      path.removeLast()
    }
  }

  private mutating func checkMembers(_ rules: Schema.Keywords, _ index: Int) throws(Misfit) {
    let members = source.members(of: index)
    if let missing = rules.required.first(where: { members[$0] == nil }) {
      throw misfit("\"\(missing.clipped(to: 40))\" is missing")
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
  /// As a step of a JSON pointer, a long one cut short.
  var pointerStep: String {
    clipped(to: 40).replacing("~", with: "~0").replacing("/", with: "~1")
  }
}
