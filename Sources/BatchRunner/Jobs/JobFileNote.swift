/// Something tolerated in a job file, worth one sentence.
package enum JobFileNote: Equatable, Sendable {
  case byteOrderMark
  case carriageReturns
  case blankLines(count: Int)
  case noLastNewline
  case identical(count: Int, first: Int, second: Int)

  package var sentence: String {
    switch self {
    case .byteOrderMark: "It begins with a byte-order mark, which is passed over."
    case .carriageReturns: "Its lines end with CRLF, which is fine."
    case .blankLines(1): "One blank line is passed over."
    case .blankLines(let count): "\(count) blank lines are passed over."
    case .noLastNewline: "Its last line has no newline, and counts all the same."
    case .identical(let count, let first, let second):
      "\(count) \(count == 1 ? "request is" : "requests are") identical to an earlier one (first: "
        + "line \(second) to line \(first)); each will be sent, and paid for."
    }
  }
}
