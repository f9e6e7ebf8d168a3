/// Why a text is not a pattern that nightshift can match.
enum PatternProblem: Error, Equatable, Sendable {
  /// A feature of regular expressions, such as `look-ahead (?=`.
  case unsupported(String)
  /// A clause that says what is wrong.
  case malformed(String)
  case tooLarge
  case nestedTooDeeply

  var clause: String {
    switch self {
    case .unsupported(let feature): "\(feature) is not supported"
    case .malformed(let clause): clause
    case .tooLarge: "it needs more than \(PatternProgram.mostSteps) steps"
    case .nestedTooDeeply: "its groups are nested deeper than \(PatternReader.deepestGroup)"
    }
  }
}
