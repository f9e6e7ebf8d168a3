/// What is wrong with one line of a job file.
package struct JobLineProblem: Error, Equatable, Sendable {
  package enum Reason: Equatable, Sendable {
    case notJSON(String)
    case notAnObject
    case missing(String)
    case wrongType(String, expected: String)
    case empty(String)
    case twice(String)
    case streams
    case methodNotPost(String)
    case urlNotAllowed(String)
    case idTooLong(bytes: Int)
    case idHoldsControlCharacter
    case idHoldsHalfPair
    case idTaken(String, line: Int)
    case lineTooLong
  }

  /// In bytes from the beginning of the line.
  package let offset: Int
  package let reason: Reason
}
