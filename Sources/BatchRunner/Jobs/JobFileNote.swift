import Basics

/// Something unusual in a job file that is accepted; the user is told in one sentence.
package enum JobFileNote: Equatable, Sendable {
  case byteOrderMark
  case carriageReturns
  case blankLines(count: Int)
  case noLastNewline
  /// So many lines ask for their answer as a stream.
  case streams(lines: Int)
  /// Members of the bodies, or of their messages, that are `null`.
  case nullMembers(OddMembers.NameCount)
  /// Members of the bodies that neither the chat API nor a service that extends it has.
  case unknownMembers(OddMembers.NameCount)
  /// `count` requests repeat an earlier one. `first`, `second`: the lines of the first such pair.
  case identical(count: Int, first: Int, second: Int)

  package var sentence: String {
    switch self {
    case .byteOrderMark: "It begins with a byte-order mark, which is ignored."
    case .carriageReturns: "Its lines end with CRLF, which is fine."
    case .blankLines(1): "One blank line is ignored."
    case .blankLines(let count): "\(count) blank lines are ignored."
    case .noLastNewline: "Its last line has no newline, but is read like the others."
    case .streams(1):
      "One line asks for a stream; the stream is put together into one answer."
    case .streams(let lines):
      "\(Figure.count(lines)) lines ask for a stream; each stream is put together into one answer."
    case .nullMembers(let tally):
      "\(Figure.count(tally.count, "member")) of its bodies \(tally.count == 1 ? "is" : "are") null "
        + "(\(tally.list)), which some servers refuse. To leave such members out: "
        + "nightshift prepare --from openai FILE --drop-null -o NEW"
    case .unknownMembers(let tally):
      "\(Figure.count(tally.count, "member")) of its bodies \(tally.count == 1 ? "is" : "are") not "
        + "part of the chat API (\(tally.list)); \(tally.count == 1 ? "it is" : "they are") sent as "
        + "\(tally.count == 1 ? "it stands" : "they stand"), and some servers refuse the request."
    case .identical(let count, let first, let second):
      "\(count) \(count == 1 ? "request is" : "requests are") identical to an earlier one (first: "
        + "line \(second) repeats line \(first)); each will be sent and paid for."
    }
  }
}
