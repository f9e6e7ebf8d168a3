package import Basics

/// Why a text is no schema that can be checked here.
package struct SchemaProblem: Error, Equatable, Sendable {
  package enum Reason: Equatable, Sendable {
    case notJSON(JSONError)
    case unknownKeyword(String)
    case repeated(String)
    case nestedTooDeeply
    /// `expected` ends the sentence "'type' must be …".
    case malformed(keyword: String, expected: String)
    case notASchema
  }

  /// A JSON pointer to the schema that the keyword stands in; empty: the outermost.
  package let pointer: String
  package let reason: Reason
}

extension SchemaProblem {
  /// A clause behind the file's name.
  package var clause: String {
    let place = pointer.isEmpty ? "" : "\(pointer): "
    return switch reason {
    case .notJSON(let error): "it is no JSON: \(error.clause), at byte \(error.offset)"
    case .unknownKeyword(let word): "\(place)'\(word)' is no keyword that can be checked"
    case .repeated(let word): "\(place)'\(word)' stands there twice"
    case .nestedTooDeeply: "nested deeper than \(Schema.deepestNesting)"
    case .malformed(let keyword, let expected): "\(place)'\(keyword)' must be \(expected)"
    case .notASchema: "\(place)a schema must be an object, true or false"
    }
  }

  package var remedy: String {
    switch reason {
    case .unknownKeyword:
      "Take it out, or say the same with: \(SchemaReader.checked.joined(separator: ", "))."
    default: "Mend the schema; nothing was sent."
    }
  }
}

/// A schema file that cannot be used.
package enum SchemaFileError: Error, Equatable {
  case file(FileError)
  case tooLarge(path: String)
  case invalid(path: String, SchemaProblem)
}

extension SchemaFileError: UserFacing {
  package var problem: String {
    switch self {
    case .file(let error): error.problem
    case .tooLarge(let path): "\(path): larger than \(Schema.largestFile >> 20) MiB."
    case .invalid(let path, let problem): "\(path): not a schema: \(problem.clause)."
    }
  }

  package var remedy: String? {
    switch self {
    case .file(let error): error.remedy
    case .tooLarge: "Is it a schema? Nothing was sent."
    case .invalid(_, let problem): problem.remedy
    }
  }
}

extension Schema {
  /// In bytes.
  static let largestFile = 1 << 20

  package init(file path: String) throws(SchemaFileError) {
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try ReadableFile(path).bytes(at: 0, count: Self.largestFile + 1)
    } catch {
      throw .file(error)
    }
    guard bytes.count <= Self.largestFile else { throw .tooLarge(path: path) }
    do throws(SchemaProblem) {
      self = try Schema(bytes)
    } catch {
      throw .invalid(path: path, error)
    }
  }
}
