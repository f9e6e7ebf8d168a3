import Foundation

/// The Swift files where bugs can be planted, and the names of the tests.
struct Project {
  struct File {
    var path: String
    var code: Code
    var declarations: [Declaration]
  }

  /// Files with a bug in them.
  struct Plant {
    var files: [String: [UInt8]]
    var original: [String: [UInt8]]
    /// The first of them: bugs in the same file follow each other, so that builds are small.
    var place: String { files.keys.min() ?? "" }
  }

  struct DoesNotFit: Error { var reason: String }

  private let files: [File]
  private let tests: Set<String>

  init(_ folder: String) {
    files = ["Sources", "Tests/Support"].flatMap { Self.swiftFiles($0, in: folder) }.map {
      let code = Code($0.bytes)
      return File(path: $0.path, code: code, declarations: Declaration.all(in: code))
    }
    var tests: Set<String> = []
    for file in Self.swiftFiles("Tests", in: folder) {
      // The name of a test stands in its function's place.
      for piece in String(decoding: file.bytes, as: UTF8.self).components(separatedBy: "func `")
        .dropFirst()
      {
        tests.insert(String(piece.prefix { $0 != "`" }))
      }
    }
    self.tests = tests
  }

  private static func swiftFiles(_ part: String, in folder: String) -> [(
    path: String, bytes: [UInt8]
  )] {
    let names = FileManager.default.enumerator(atPath: "\(folder)/\(part)")?.compactMap {
      $0 as? String
    }
    return (names ?? []).filter { $0.hasSuffix(".swift") && !$0.hasPrefix("PlantedBugs/") }.sorted()
      .compactMap { name in
        FileManager.default.contents(atPath: "\(folder)/\(part)/\(name)").map {
          ("\(part)/\(name)", Array($0))
        }
      }
  }

  func hasTest(_ name: String) -> Bool { tests.contains(name) }

  /// The files as they are with the bug.
  func plant(_ bug: PlantedBug) throws(DoesNotFit) -> Plant {
    var cuts: [(file: Int, bytes: Range<Int>, with: [UInt8])] = []
    for change in bug.changes {
      let place = try place(of: Code(Array(change.asItIs.utf8)), in: bug.symbol)
      let tokens = files[place.file].code.tokens
      let bytes =
        tokens[place.tokens.lowerBound].lowerBound..<tokens[place.tokens.upperBound - 1].upperBound
      if cuts.contains(where: { $0.file == place.file && $0.bytes.overlaps(bytes) }) {
        throw DoesNotFit(reason: "two of its changes are in the same place")
      }
      let text = change.withTheBug.trimmingCharacters(in: .whitespacesAndNewlines)
      cuts.append((place.file, bytes, Array(text.utf8)))
    }
    var plant = Plant(files: [:], original: [:])
    for cut in cuts.sorted(by: { $0.bytes.lowerBound > $1.bytes.lowerBound }) {
      let file = files[cut.file]
      plant.original[file.path] = file.code.bytes
      plant.files[file.path, default: file.code.bytes].replaceSubrange(cut.bytes, with: cut.with)
    }
    return plant
  }
}

extension Project {
  private struct Place: Hashable {
    var file: Int
    var tokens: Range<Int>
  }

  /// The only place of a piece of code in all that a symbol declares.
  private func place(of piece: Code, in symbol: String) throws(DoesNotFit) -> Place {
    var places: Set<Place> = []
    var isDeclared = false
    for (index, file) in files.enumerated() {
      for declaration in file.declarations where declaration.isNamed(symbol) {
        isDeclared = true
        for tokens in file.code.places(of: piece, in: declaration.tokens) {
          places.insert(Place(file: index, tokens: tokens))
        }
      }
    }
    if let only = places.first, places.count == 1 { return only }
    let beginning = piece.tokens.prefix(12).map { String(decoding: piece.bytes[$0], as: UTF8.self) }
      .joined(separator: " ")
    if places.count > 1 {
      throw DoesNotFit(
        reason: "the code \"\(beginning)…\" is in \(symbol) \(places.count) times")
    }
    let why =
      isDeclared
      ? "the code \"\(beginning)…\" is not in \(symbol)"
      : "nothing in Sources or Tests/Support declares \(symbol)"
    throw DoesNotFit(reason: why + whereabouts(of: piece))
  }

  /// Where code is that is not where it should be.
  private func whereabouts(of piece: Code) -> String {
    let places = files.flatMap { file in
      file.code.places(of: piece, in: file.code.tokens.indices).map { tokens in
        let inner = file.declarations.last {
          $0.tokens.lowerBound <= tokens.lowerBound && tokens.upperBound <= $0.tokens.upperBound
        }
        return "\(inner?.path.joined(separator: ".") ?? "no declaration") (\(file.path))"
      }
    }
    return places.isEmpty
      ? ", and nowhere else" : "; it is in " + places.prefix(3).joined(separator: ", ")
  }
}
