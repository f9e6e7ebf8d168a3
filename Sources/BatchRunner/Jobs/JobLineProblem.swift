package import Basics

/// What is wrong with one line of a job file, or with the whole file.
package struct JobLineProblem: Error, Equatable, Sendable {
  /// The sentences for these cases are in JobFileProblem.swift.
  package enum Reason: Equatable, Sendable {
    /// The clause says what is wrong.
    case notJSON(String)
    /// The line is in a spelling that is not JSON.
    case otherJSON(JSONDialect)
    case notAnObject
    /// The member's name.
    case missing(String)
    /// `expected`: the type with its article, such as `a string`.
    case wrongType(String, expected: String)
    case empty(String)
    /// The object that is the member with this name has no `type`.
    case noType(String)
    /// The message's number, from 1, and a clause that says what it is instead.
    case notAMessage(Int, String)
    /// One object has two members with this name.
    case twice(String)
    /// The method or URL that the line has.
    case methodNotPost(String)
    case urlNotAllowed(String)
    /// The line is a request for another API, as are so many lines of the file.
    case otherAPI(OtherAPI, lines: Int)
    /// The whole file is something other than JSON Lines.
    case otherFile(ContentKind)
    /// The number that stands as `custom_id`.
    case idIsNumber(String)
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
