package import Basics
package import BatchRunner

/// What is wrong with one row of a dataset, and its line in the file.
package struct DatasetProblem: Error, Equatable, Sendable {
  package enum Reason: Equatable, Sendable {
    /// The row has more or fewer cells than the header. `backslash`: it has a quote after a backslash.
    case ragged(cells: Int, columns: Int, backslash: Bool)
    /// The line is that of the quote.
    case unclosedQuote(backslash: Bool)
    /// Text follows the quote that closes a cell. `backslash`: a backslash stands before that quote.
    case textAfterQuote(backslash: Bool)
    /// Two quotes in a quoted cell, where a backslash before a quote was asked for.
    case doubledQuote
    case rowTooLong
    case notJSON(String)
    /// The line is in a spelling that is not JSON.
    case otherJSON(JSONDialect)
    case notAnObject
    /// The whole file is one JSON object that holds a table.
    case oneObject(TableLayout)
    /// The column with the ids has an empty cell.
    case emptyID(column: String)
    case picture(PictureProblem)
    case emptyCell(column: String)
    /// The row in `line` has the same id.
    case idTaken(String, line: Int)
    /// This byte is not part of a UTF-8 character.
    case invalidUTF8(UInt8)
    /// The byte is no character in the encoding that was asked for.
    case noCharacter(UInt8, TextEncoding)
    /// Half a character of UTF-16.
    case notUTF16
    case utf16WithoutMark
    /// The file is something other than what its name or an option says.
    case otherFile(ContentKind)
    /// A table was expected.
    case isJSONLines
    /// Each of these bytes may be the separator.
    case unclearSeparator([UInt8])
    /// The file is not what this option says. `fact` is a clause about the file, "it …".
    case contradicts(fact: String, option: String)
    /// The request made from the row is not a valid job.
    case notAJob(JobLineProblem.Reason)
  }

  package let path: String
  /// The line in which the row begins, counted from 1.
  package let line: Int
  /// In characters from 1; `nil`: it is not known.
  package let column: Int?
  package let reason: Reason

  package init(path: String, line: Int, column: Int? = nil, reason: Reason) {
    self.path = path
    self.line = line
    self.column = column
    self.reason = reason
  }
}

extension DatasetProblem: UserFacing {
  package var problem: String {
    "\(path):\(line)\(column.map { ":\($0)" } ?? ""): \(sentence)"
  }

  /// ``problem`` without the file and line.
  private var sentence: String {
    switch reason {
    case .ragged(let cells, let columns, _):
      "the row has \(Figure.count(cells, "cell")), the header has \(columns)."
    case .unclosedQuote: "the quote that opens a cell here is never closed."
    case .textAfterQuote(backslash: false): "text follows the quote that closes a cell."
    case .textAfterQuote(backslash: true):
      "text follows a quote after a backslash, which closes the cell."
    case .doubledQuote:
      "a quoted cell has two quotes side by side, but --csv-escape backslash was given."
    case .rowTooLong: "the row is longer than \(LineReader.lengthLimit >> 20) MiB."
    case .notJSON(let clause): "not JSON: \(clause)."
    case .otherJSON(let dialect): "not JSON: \(dialect.clause)."
    case .notAnObject: "a row must be one JSON object."
    case .oneObject: "the file is one JSON object with a whole table, not JSON Lines."
    case .emptyID(let column): "column '\(column)' is empty."
    case .picture(let problem): problem.sentence
    case .emptyCell(let column): "'\(column)' is empty."
    case .idTaken(let id, let line): "the id '\(id)' is already used in line \(line)."
    case .invalidUTF8(let byte): "the byte \(Self.hex(byte)) is not UTF-8."
    case .noCharacter(let byte, let encoding):
      "the byte \(Self.hex(byte)) is no character in \(encoding.name)."
    case .notUTF16: "the text is not valid UTF-16."
    case .utf16WithoutMark: "the file is in UTF-16, without a byte-order mark."
    case .otherFile(let kind):
      "the file is \(kind.noun)\(kind.isOtherJSON ? ", not JSON Lines" : "")."
    case .isJSONLines: "the file is JSON Lines."
    case .unclearSeparator(let bytes):
      "either \(bytes.map(Separator.words).joined(separator: " or ")) may separate the cells."
    case .contradicts(let fact, let option): "\(fact), but \(option) was given."
    case .notAJob(let reason):
      JobFileProblem(path: path, line: line, column: 1, reason: reason).sentence
    }
  }

  /// `0xE9`.
  private static func hex(_ byte: UInt8) -> String {
    "0x" + String(byte, radix: 16, uppercase: true)
  }

  private static let backslash =
    "If quotes are written \\\", as Spark and MySQL do, add --csv-escape backslash."

  package var remedy: String? {
    switch reason {
    case .ragged(_, _, backslash: true), .unclosedQuote(backslash: true),
      .textAfterQuote(backslash: true):
      Self.backslash
    case .ragged:
      "Quote cells that hold the separator or a line break. If the cells are separated otherwise, "
        + "add --delimiter C."
    case .unclosedQuote, .textAfterQuote:
      "A quote inside a quoted cell is written twice; --csv-escape backslash reads \\\"."
    case .doubledQuote: "Leave out --csv-escape, or write \\\" for each quote inside a cell."
    case .rowTooLong: "Split the row."
    case .notJSON, .notAnObject: "Each line must be one JSON object (RFC 8259), in UTF-8."
    case .otherJSON(let dialect): dialect.remedy(for: path)
    case .oneObject(let layout):
      ContentKind.remedy(with: layout.command, for: path)
    case .emptyID: "Fill it, leave such rows out with --where, or leave out --id-column."
    case .picture(let problem): problem.remedy
    case .emptyCell: "Fill it, leave such rows out with --where, or add --allow-empty."
    case .idTaken: "Choose a column without repeated values, or leave out --id-column."
    case .invalidUTF8(let byte):
      TextEncoding.allCases.filter { $0 != .utf16 && $0.hasCharacter(byte) }.reversed()
        .map { "If it is in \($0.name), add --encoding \($0.rawValue). " }.joined()
        + "Or save it as UTF-8."
    case .noCharacter(_, .latin1): "Add --encoding windows-1252, or save the dataset as UTF-8."
    case .noCharacter, .notUTF16:
      "The file is damaged or in another encoding. Save it as UTF-8."
    case .utf16WithoutMark: "Add --encoding utf-16."
    case .otherFile(let kind): Self.remedy(for: kind, path)
    case .isJSONLines: "Use --format jsonl."
    case .unclearSeparator(let bytes):
      "Add \(bytes.map(Separator.option).joined(separator: " or "))."
    case .contradicts(_, let option): "Leave out \(option.prefix { $0 != " " }), or correct it."
    case .notAJob(let reason):
      JobFileProblem(path: path, line: line, column: 1, reason: reason).remedy
    }
  }
}

extension DatasetProblem {
  /// What to do about a dataset that is of this kind.
  private static func remedy(for kind: ContentKind, _ path: String) -> String {
    switch kind {
    case .table(let separator): "Use --format \(separator == 0x09 ? "tsv" : "csv")."
    case .html: "It may be an error page that was downloaded instead of the file."
    case .jsonArray, .jsonOverLines: kind.remedyForJSON(for: path) ?? ""
    case .compressed, .utf32, .zip:
      kind.mendingCommand(for: path).map { "Make lines of text out of it: \($0)" } ?? ""
    case .parquet:
      "Make JSON Lines out of it, for example with DuckDB: duckdb -c "
        + ShellQuote.word(
          "COPY (FROM \(sql(path))) TO \(sql(PathName(path).withoutExtension + ".jsonl")) "
            + "(FORMAT json)")
    default: "Save it as CSV, in UTF-8."
    }
  }

  /// The text as a string of SQL.
  private static func sql(_ text: String) -> String {
    "'" + text.replacing("'", with: "''") + "'"
  }
}
