package import Basics

/// Why a text is not a schema that nightshift can check.
package struct SchemaProblem: Error, Equatable, Sendable {
  package enum Reason: Equatable, Sendable {
    case notJSON(JSONError)
    case unknownKeyword(String)
    /// A keyword of JSON Schema that nightshift does not check.
    case unsupportedKeyword(String)
    /// `$schema` names a version of JSON Schema that is not known.
    case unknownDialect(String)
    /// `$ref` points to a schema outside the file.
    case remoteReference(String)
    /// `$ref` points to a place in the file where nothing is.
    case deadReference(String)
    /// Checking a value against the schema would never end.
    case endlessReference
    /// `clause` says why.
    case pattern(keyword: String, spelling: String, clause: String)
    /// Two members of an object, or two schemas, have this name.
    case repeated(String)
    case nestedTooDeeply
    /// `expected` ends the sentence "'type' must be …".
    case malformed(keyword: String, expected: String)
    /// The value is not an object, `true` or `false`.
    case notASchema
  }

  /// A JSON pointer to the schema with the problem; empty: the outermost one.
  package let pointer: String
  package let reason: Reason
}

extension SchemaProblem {
  /// The problem as a clause, to follow the file's name.
  package var clause: String {
    let place = pointer.isEmpty ? "" : "\(pointer): "
    return switch reason {
    case .notJSON(let error): "it is not JSON: \(error.clause), at byte \(error.offset)"
    case .unknownKeyword(let word), .unsupportedKeyword(let word):
      "\(place)'\(word)' is not a supported keyword"
    case .unknownDialect(let name): "\(place)'$schema' is '\(name)', which is not supported"
    case .remoteReference(let target):
      "\(place)'$ref' points to '\(target)', which is not in this file"
    case .deadReference(let target): "\(place)'$ref' points to '\(target)', where nothing is"
    case .endlessReference: "\(place)'$ref' leads back to the same schema without end"
    case .pattern(let keyword, let spelling, let clause):
      "\(place)'\(keyword)' cannot use the pattern '\(spelling)': \(clause)"
    case .repeated(let word): "\(place)'\(word)' appears twice"
    case .nestedTooDeeply: "nested deeper than \(Schema.deepestNesting)"
    case .malformed(let keyword, let expected): "\(place)'\(keyword)' must be \(expected)"
    case .notASchema: "\(place)a schema must be an object, true or false"
    }
  }

  package var remedy: String {
    switch reason {
    case .unknownKeyword(let word):
      "Remove it\(suggestion(for: word)). Names that begin with 'x-' are notes, and are not checked."
    case .unsupportedKeyword: "Remove it, or write the same with other keywords; nothing was sent."
    case .unknownDialect:
      "Use draft 2020-12, 2019-09, 7 or 6: \(SchemaDraft.latest.address); nothing was sent."
    case .remoteReference: "Copy that schema into '$defs', and refer to '#/$defs/NAME'."
    case .pattern: "Use a regular expression of JavaScript without it; nothing was sent."
    default: "Fix the schema; nothing was sent."
    }
  }

  private func suggestion(for word: String) -> String {
    Nearest.word(to: word, among: SchemaKeyword.checked).map { ", or write '\($0)'" } ?? ""
  }
}

/// Why a schema file cannot be used.
package enum SchemaFileError: Error, Equatable {
  case file(FileError)
  case tooLarge(path: String)
  case invalid(path: String, SchemaProblem)
}

extension SchemaFileError: UserFacing {
  package var problem: String {
    switch self {
    case .file(let error): error.problem
    case .tooLarge(let path): "\(path): larger than \(Schema.maxFileSize >> 20) MiB."
    case .invalid(let path, let problem): "\(path): not a schema: \(problem.clause)."
    }
  }

  package var remedy: String? {
    switch self {
    case .file(let error): error.remedy
    case .tooLarge: "Check that the file is a schema; nothing was sent."
    case .invalid(_, let problem): problem.remedy
    }
  }
}

extension Schema {
  /// The largest schema file that is read, in bytes.
  static let maxFileSize = 1 << 20

  /// Reads and checks a schema file.
  package init(file path: String) throws(SchemaFileError) {
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try ReadableFile(path).bytes(at: 0, count: Self.maxFileSize + 1)
    } catch {
      throw .file(error)
    }
    guard bytes.count <= Self.maxFileSize else { throw .tooLarge(path: path) }
    do throws(SchemaProblem) {
      self = try Schema(bytes)
    } catch {
      throw .invalid(path: path, error)
    }
  }
}
