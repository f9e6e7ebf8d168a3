import Basics

/// A regular expression of ECMA 262 in Unicode mode, without back-references and look-around.
///
/// A search takes time in proportion to the text, whatever the pattern is: it follows all ways
/// through the pattern at once and never goes back in the text.
struct Pattern: Sendable {
  /// As the schema writes it, for messages.
  let spelling: String
  private let program: PatternProgram

  init(_ text: JSONText) throws(PatternProblem) {
    spelling = text.description
    var reader = PatternReader(text.points)
    let tree = try reader.pattern()
    program = try PatternProgram(tree, sets: reader.sets)
  }

  /// Whether some part of the text matches, which may be empty.
  func matches(_ text: JSONText) -> Bool {
    var search = PatternSearch(program)
    return search.finds(in: text.points)
  }
}
