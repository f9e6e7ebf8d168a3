import Basics

/// What one schema requires of a value. A keyword that is missing (`nil` or empty) requires nothing.
struct SchemaRules: Sendable {
  typealias ID = Schema.ID

  /// The schema `false`: no value fits.
  var isNever = false
  var types: [Schema.ValueType] = []
  var const: JSONLiteral?
  /// The values of `enum`; `nil`: there is no such keyword.
  var options: [JSONLiteral]?
  var number = NumberRules()
  var text = TextRules()
  var array = ArrayRules()
  var object = ObjectRules()
  var logic = LogicRules()

  /// A number to compare with, and how the schema spells it, for messages.
  struct Bound: Sendable {
    let value: JSONNumber
    let spelling: String
  }

  struct NumberRules: Sendable {
    var minimum: Bound?
    var maximum: Bound?
    var exclusiveMinimum: Bound?
    var exclusiveMaximum: Bound?
    /// Its value is a divisor.
    var multipleOf: Bound?
  }

  /// Lengths are in code points.
  struct TextRules: Sendable {
    var minLength: Int?
    var maxLength: Int?
    var pattern: Pattern?
  }

  struct ArrayRules: Sendable {
    var minItems: Int?
    var maxItems: Int?
    /// For the first items, one each.
    var first: [ID] = []
    /// For the items after those.
    var others: ID?
    var contains: ID?
    /// How many items must fit ``contains``.
    var minContains = 1
    var maxContains: Int?
    var isUnique = false
  }

  struct ObjectRules: Sendable {
    var minProperties: Int?
    var maxProperties: Int?
    /// Names of members, in the order of the schema.
    var required: [JSONText] = []
    /// If there is a member with the name, there must also be the others.
    var requiredBeside: [(name: JSONText, others: [JSONText])] = []
    var properties: [JSONText: ID] = [:]
    var patterns: [(pattern: Pattern, schema: ID)] = []
    /// For members that are neither in ``properties`` nor match one of ``patterns``.
    var additional: ID?
    var names: ID?
    /// If there is a member with the name, the whole object must fit.
    var dependent: [(name: JSONText, schema: ID)] = []
  }

  /// Schemas that the same value must or must not fit.
  struct LogicRules: Sendable {
    var reference: ID?
    var all: [ID] = []
    var any: [ID] = []
    var one: [ID] = []
    var not: ID?
    var condition: ID?
    var then: ID?
    var otherwise: ID?
  }

  /// The schemas that are checked against the same value as this one.
  var samePlace: [ID] {
    let single = [logic.reference, logic.not, logic.condition, logic.then, logic.otherwise]
    return single.compactMap { $0 } + logic.all + logic.any + logic.one
      + object.dependent.map(\.schema)
  }
}

extension SchemaRules.ObjectRules {
  /// Every object fits.
  var isEmpty: Bool {
    minProperties == nil && maxProperties == nil && required.isEmpty && requiredBeside.isEmpty
      && properties.isEmpty && patterns.isEmpty && additional == nil && names == nil
      && dependent.isEmpty
  }
}
