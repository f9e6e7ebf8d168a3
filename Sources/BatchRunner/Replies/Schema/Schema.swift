import Basics

/// A JSON Schema that answers must fit. The most useful keywords are supported.
///
/// References (`$ref`) are not, so checking an answer never goes deeper than the schema is nested.
package indirect enum Schema: Sendable {
  /// The schema `true`: every value fits.
  case anything
  /// The schema `false`: no value fits.
  case nothing
  case rules(Keywords)

  package enum ValueType: String, Sendable, CaseIterable {
    case null, boolean, object, array, number, string, integer
  }

  /// The keywords of one schema. A keyword that is missing (`nil` or empty) requires nothing.
  package struct Keywords: Sendable {
    var types: [ValueType] = []
    var const: JSONLiteral?
    /// The values of `enum`.
    var options: [JSONLiteral] = []
    var minimum: Bound?
    var maximum: Bound?
    var exclusiveMinimum: Bound?
    var exclusiveMaximum: Bound?
    /// Lengths are in code points.
    var minLength: Int?
    var maxLength: Int?
    var minItems: Int?
    var maxItems: Int?
    var items: Schema?
    /// Names of members, in the order of the schema.
    var required: [JSONText] = []
    var properties: [JSONText: Schema] = [:]
    /// For members that are not in ``properties``.
    var additional: Schema?
  }

  /// A number to compare with, and how the schema spells it, for messages.
  package struct Bound: Sendable {
    let value: JSONNumber
    let spelling: String
  }

  /// How deep schemas may be nested in schemas, and values in the literals of `const` and `enum`.
  package static let deepestNesting = 64
}
