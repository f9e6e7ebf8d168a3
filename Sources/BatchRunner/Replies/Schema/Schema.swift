import Basics

/// A JSON Schema that answers must fit, of draft 2020-12 or draft 7.
///
/// Schemas refer to each other by number, so a schema may contain itself.
package struct Schema: Sendable {
  typealias ID = Int

  package enum ValueType: String, Sendable, CaseIterable {
    case null, boolean, object, array, number, string, integer
  }

  /// Every schema of the file, also those inside others. An ``ID`` is an index here.
  let rules: [SchemaRules]
  let root: ID
  /// The schemas that a `$ref` points to. Only these can be met again and again at the same value,
  /// so their verdicts are kept.
  let targets: Set<ID>

  /// How deep schemas may be nested in schemas, and values in the literals of `const` and `enum`.
  package static let deepestNesting = 64
}

extension Schema {
  /// Reads a schema from JSON text, which may begin with a byte-order mark.
  package init(_ bytes: [UInt8]) throws(SchemaProblem) {
    let json = bytes.starts(with: "\u{FEFF}".utf8) ? bytes.dropFirst(3) : bytes[...]
    let result: Result<Schema, SchemaProblem> = json.withUnsafeBytes { text in
      do throws(JSONError) {
        let source = try JSONView(text)
        return Result { () throws(SchemaProblem) in
          var reader = SchemaReader(try SchemaDocument(source))
          return try reader.schema()
        }
      } catch {
        return .failure(SchemaProblem(pointer: "", reason: .notJSON(error)))
      }
    }
    self = try result.get()
  }
}
