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
    case .otherJSON(let dialect): "not JSON: \(dialect.clause)."
    case .notAnObject: "not a job: a line must be one JSON object."
    case .missing(let name): "not a job: missing '\(name)'."
    case .wrongType(let name, let expected): "not a job: '\(name)' must be \(expected)."
    case .empty(let name): "not a job: '\(name)' is empty."
    case .noType(let name): "not a job: '\(name)' has no 'type'."
    case .notAMessage(let number, let clause): "not a job: message \(number) \(clause)."
    case .twice(let name): "not a job: '\(name)' appears twice in one object."
    case .methodNotPost(let method): "not a job: 'method' is '\(method)', but must be POST."
    case .urlNotAllowed(let url):
      "not a job: 'url' is '\(url)', but only chat completions are sent."
    case .otherAPI(let api, 1): "not a job: it is \(api.noun)."
    case .otherAPI(let api, let lines):
      "not a job: it is \(api.noun). "
        + "\(Figure.count(lines - 1, "more line")) \(lines == 2 ? "is" : "are") like it."
    case .otherFile(let kind): "the file is \(kind.noun), not JSON Lines."
    case .idIsNumber(let number): "not a job: 'custom_id' is the number \(number), not a string."
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
    case .otherJSON(let dialect): dialect.remedy(for: path)
    case .noType: "Write for example {\"type\": \"json_object\"}, or leave 'response_format' out."
    case .notAMessage: "A message is an object such as {\"role\": \"user\", \"content\": \"…\"}."
    case .notAnObject, .missing, .wrongType, .empty:
      "Each line must be a request body with 'model' and 'messages', or a batch line with such a "
        + "'body'."
    case .twice: "Keep one of the two."
    case .methodNotPost: "Write \"method\": \"POST\", or leave it out."
    case .urlNotAllowed: "Write \"url\": \"\(JobLineParser.standardURL)\", or leave it out."
    case .otherAPI(let api, _): api.remedy(for: path)
    case .otherFile(let kind): Self.remedy(for: kind, path)
    case .idIsNumber(let number):
      "Write \"custom_id\": \"\(number)\". For the whole file: jq -c '.custom_id |= tostring'"
    case .idTooLong, .idHoldsControlCharacter, .idHoldsHalfPair:
      "A custom_id is a string of 1 to 512 bytes without control characters."
    case .idTaken: "Give each job a custom_id of its own, or none."
    case .lineTooLong: "Split the request, or refer to large parts by URL."
    }
  }
}

extension JobFileProblem {
  /// What to do about a job file that is of this kind.
  private static func remedy(for kind: ContentKind, _ path: String) -> String {
    switch kind {
    case .compressed(let compression) where compression == .gzip || compression == .zstd:
      "Give it a name that ends with \(compression == .gzip ? ".gz" : ".zst"), or unpack it: "
        + (kind.mendingCommand(for: path) ?? "")
    case .table:
      "Make jobs out of it: nightshift prepare \(ShellQuote.word(path)) --template FILE -o FILE"
    case .excel, .parquet, .arrow, .sqlite:
      "Save it as CSV, and make jobs out of that with 'nightshift prepare'."
    case .html: "It may be an error page that was downloaded instead of the file."
    default:
      kind.remedyForJSON(for: path)
        ?? kind.mendingCommand(for: path).map { "Make JSON Lines out of it: \($0)" }
        ?? "Each line must be one JSON object (RFC 8259), in UTF-8."
    }
  }

  /// The same problem, with the path as the user typed it.
  package func named(_ path: String) -> JobFileProblem {
    JobFileProblem(path: path, line: line, column: column, reason: reason)
  }
}
