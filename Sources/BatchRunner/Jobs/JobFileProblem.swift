import Basics

/// A problem in a job file, with its line and column in the form that editors understand.
package struct JobFileProblem: Error, Equatable, Sendable {
  package let path: String
  /// From 1.
  package let line: Int
  /// From 1, in characters.
  package let column: Int
  package let reason: JobLineProblem.Reason

  package init(path: String, line: Int, column: Int, reason: JobLineProblem.Reason) {
    self.path = path
    self.line = line
    self.column = column
    self.reason = reason
  }
}

extension JobFileProblem: UserFacing {
  package var problem: String { "\(path):\(line):\(column): \(sentence)" }

  /// The problem without path, line and column.
  package var sentence: String {
    switch reason {
    case .notJSON(let clause): "not JSON: \(clause)."
    case .notAnObject: "not a job: a line must be one JSON object."
    case .missing(let name): "not a job: missing '\(name)'."
    case .wrongType(let name, let expected): "not a job: '\(name)' must be \(expected)."
    case .empty(let name): "not a job: '\(name)' is empty."
    case .twice(let name): "not a job: '\(name)' appears twice in one object."
    case .streams: "not a job: 'stream' is true, but results are stored as whole responses."
    case .methodNotPost(let method): "not a job: 'method' is '\(method)', but must be POST."
    case .urlNotAllowed(let url): "not a job: 'url' is '\(url)', which is not supported."
    case .idTooLong(let bytes):
      "not a job: 'custom_id' has \(bytes) bytes, but at most 512 are allowed."
    case .idHoldsControlCharacter: "not a job: 'custom_id' contains a control character."
    case .idHoldsHalfPair: "not a job: 'custom_id' contains half of a surrogate pair."
    case .idTaken(let id, let line): "custom_id '\(id)' is already used in line \(line)."
    case .lineTooLong: "the line is longer than \(LineReader.lengthLimit >> 20) MiB."
    }
  }

  package var remedy: String? {
    switch reason {
    case .notJSON: "Each line must be one JSON object (RFC 8259), in UTF-8."
    case .notAnObject, .missing, .wrongType, .empty:
      "Each line must be a request body with 'model' and 'messages', or an OpenAI batch line "
        + "with such a 'body'."
    case .twice: "Keep one of the two."
    case .streams: "Remove 'stream', or set it to false."
    case .methodNotPost: "Write \"method\": \"POST\"."
    case .urlNotAllowed: "Write \"url\": \"\(JobLineParser.allowedURL)\"."
    case .idTooLong, .idHoldsControlCharacter, .idHoldsHalfPair:
      "A custom_id is a string of 1 to 512 bytes without control characters."
    case .idTaken: "Give each job a custom_id of its own, or none."
    case .lineTooLong: "Split the request, or refer to large parts by URL."
    }
  }
}

extension JobFileProblem {
  /// The same problem, with the path as the user typed it.
  package func named(_ path: String) -> JobFileProblem {
    JobFileProblem(path: path, line: line, column: column, reason: reason)
  }
}
