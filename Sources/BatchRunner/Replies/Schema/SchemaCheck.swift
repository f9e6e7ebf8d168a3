import Basics

/// Checks a JSON value against a schema.
struct SchemaCheck {
  /// Where an answer does not fit, and why.
  struct Mismatch: Error, Equatable {
    /// The value's node; 0 is the whole answer.
    let node: Int
    /// A clause, such as `more than 5`.
    let reason: String
  }

  /// The check was given up, so that it does not overflow the stack.
  struct TooDeep: Error {}

  let schema: Schema
  let source: JSONView
  /// How many schemas are being checked inside each other.
  private var depth: Int
  /// What was found out about values that a `$ref` leads to; else a schema with many references
  /// could take time that doubles with each level of an answer.
  private var verdicts: [Question: Mismatch?] = [:]

  private struct Question: Hashable {
    let schema: Schema.ID
    let node: Int
  }

  /// How many schemas may be checked inside each other. Answers that need more are not accepted.
  /// Each takes up to 2 KiB of the stack, and threads of Swift may have only 512 KiB.
  static let deepestCheck = 256

  init(_ schema: Schema, _ source: JSONView, depth: Int = 0) {
    self.schema = schema
    self.source = source
    self.depth = depth
  }

  /// Where and why the value does not fit, as a sentence; `nil`: it does.
  mutating func complaint() -> String? {
    do throws(TooDeep) {
      guard let found = try mismatch(schema.root, at: 0) else { return nil }
      let pointer = source.steps(to: found.node).map { "/\($0)" }.joined()
      return "\(pointer.isEmpty ? "the answer" : pointer): \(found.reason)"
    } catch {
      return "the answer: nested too deeply to be checked"
    }
  }

  /// The first mismatch of the value at `node`; `nil`: it fits.
  mutating func mismatch(_ id: Schema.ID, at node: Int) throws(TooDeep) -> Mismatch? {
    guard schema.targets.contains(id) else { return try look(id, at: node) }
    let question = Question(schema: id, node: node)
    if let verdict = verdicts[question] { return verdict }
    let verdict = try look(id, at: node)
    verdicts[question] = .some(verdict)
    return verdict
  }

  private mutating func look(_ id: Schema.ID, at node: Int) throws(TooDeep) -> Mismatch? {
    guard depth < Self.deepestCheck else { throw TooDeep() }
    depth += 1
    defer { depth -= 1 }
    let rules = schema.rules[id]
    if let reason = reasonAboutValue(rules, node) { return Mismatch(node: node, reason: reason) }
    switch source.kind(of: node) {
    case .number:
      let reason = Self.reason(rules.number, source.number(node))
      if let reason { return Mismatch(node: node, reason: reason) }
    case .string:
      let reason = Self.reason(rules.text) { source.text(of: node) }
      if let reason { return Mismatch(node: node, reason: reason) }
    case .array:
      if let found = try mismatch(rules.array, inArray: node) { return found }
    case .object:
      if let found = try mismatch(rules.object, inObject: node) { return found }
    case .true, .false, .null: break
    }
    return try mismatch(rules.logic, at: node)
  }

  /// The reason of the value's mismatch with another schema; a check with a source of its own.
  func reason(_ id: Schema.ID, forNameOf member: Int) throws(TooDeep) -> String? {
    var check = SchemaCheck(schema, source.nameAsText(of: member), depth: depth)
    return try check.mismatch(id, at: 0)?.reason
  }
}

// MARK: - Any value

extension SchemaCheck {
  /// Checks `type`, `const` and `enum`.
  private func reasonAboutValue(_ rules: SchemaRules, _ node: Int) -> String? {
    if rules.isNever { return "not allowed" }
    if !rules.types.isEmpty, !rules.types.contains(where: { isOf($0, node) }) {
      return "not of type \(rules.types.map(\.rawValue).joined(separator: " or "))"
    }
    if let const = rules.const, !const.equals(source, node) {
      return "not \(Self.clip(const.spelling))"
    }
    guard let options = rules.options, !options.contains(where: { $0.equals(source, node) })
    else { return nil }
    if options.isEmpty { return "not allowed" }
    let listed = options.prefix(8).map { Self.clip($0.spelling) }.joined(separator: ", ")
    return "not one of \(listed)" + (options.count > 8 ? ", ..." : "")
  }

  private static func clip(_ spelling: String) -> String {
    JSONText(spelling).clipped(to: 40)
  }

  /// Whether a value has this type. A number such as 7.0 counts as an integer.
  private func isOf(_ type: Schema.ValueType, _ node: Int) -> Bool {
    switch (type, source.kind(of: node)) {
    case (.null, .null), (.boolean, .true), (.boolean, .false), (.object, .object),
      (.array, .array), (.number, .number), (.string, .string):
      true
    case (.integer, .number): source.number(node).isWhole
    default: false
    }
  }
}

// MARK: - Numbers and strings

extension SchemaCheck {
  private static func reason(_ rules: SchemaRules.NumberRules, _ number: JSONNumber) -> String? {
    if let bound = rules.minimum, number < bound.value { return "less than \(bound.spelling)" }
    if let bound = rules.exclusiveMinimum, number <= bound.value {
      return "not more than \(bound.spelling)"
    }
    if let bound = rules.maximum, number > bound.value { return "more than \(bound.spelling)" }
    if let bound = rules.exclusiveMaximum, number >= bound.value {
      return "not less than \(bound.spelling)"
    }
    if let bound = rules.multipleOf, !number.isMultiple(of: bound.value) {
      return "not a multiple of \(bound.spelling)"
    }
    return nil
  }

  /// `text` is only read if it is needed.
  private static func reason(_ rules: SchemaRules.TextRules, _ text: () -> JSONText) -> String? {
    guard rules.minLength != nil || rules.maxLength != nil || rules.pattern != nil else {
      return nil
    }
    let text = text()
    if let least = rules.minLength, text.points.count < least {
      return "shorter than \(Figure.count(least, "character"))"
    }
    if let most = rules.maxLength, text.points.count > most {
      return "longer than \(Figure.count(most, "character"))"
    }
    if let pattern = rules.pattern, !pattern.matches(text) {
      return "does not match '\(Self.clip(pattern.spelling))'"
    }
    return nil
  }
}
