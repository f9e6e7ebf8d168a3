import Basics

/// What an answer must look like: the useful core of JSON Schema.
///
/// There are no references in it, so checking an answer goes as deep as the schema was written.
package indirect enum Schema: Sendable {
  /// `true`: every value fits.
  case anything
  /// `false`: no value does.
  case nothing
  case rules(Keywords)

  package enum ValueType: String, Sendable, CaseIterable {
    case null, boolean, object, array, number, string, integer
  }

  /// Where nothing is said, nothing is asked.
  package struct Keywords: Sendable {
    var types: [ValueType] = []
    var const: JSONLiteral?
    var options: [JSONLiteral] = []
    var minimum: Bound?
    var maximum: Bound?
    var exclusiveMinimum: Bound?
    var exclusiveMaximum: Bound?
    /// In code points.
    var minLength: Int?
    var maxLength: Int?
    var minItems: Int?
    var maxItems: Int?
    var items: Schema?
    /// In the order of the schema.
    var required: [JSONText] = []
    var properties: [JSONText: Schema] = [:]
    var additional: Schema?
  }

  package struct Bound: Sendable {
    let value: JSONNumber
    let spelling: String
  }

  /// Schemas in schemas, objects in literals.
  package static let deepestNesting = 64
}
