/// What is wrong with one line of a job file.
package struct JobLineProblem: Error, Equatable, Sendable {
  /// The sentences for these cases are in JobFileProblem.swift.
  package enum Reason: Equatable, Sendable {
    /// The clause says what is wrong.
    case notJSON(String)
    case notAnObject
    /// The member's name.
    case missing(String)
    /// `expected`: the type with its article, such as `a string`.
    case wrongType(String, expected: String)
    case empty(String)
    /// One object has two members with this name.
    case twice(String)
    /// `stream` is true.
    case streams
    /// The method or URL that the line has.
    case methodNotPost(String)
    case urlNotAllowed(String)
    case idTooLong(bytes: Int)
    case idHoldsControlCharacter
    /// A `\u` escape that is half of a surrogate pair.
    case idHoldsHalfPair
    /// `line`: the earlier line with the same id.
    case idTaken(String, line: Int)
    case lineTooLong
  }

  /// In bytes from the beginning of the line.
  package let offset: Int
  package let reason: Reason
}
