import Basics

/// Something about a dataset that the user should know, although all of it was read.
package enum DatasetNote: Equatable, Sendable {
  /// The separator was told by the header.
  case separator(UInt8)
  /// The file is UTF-16, told by its byte-order mark.
  case utf16
  /// So many cells that are not quoted hold a quote, the first of them in this line.
  case quotesInPlainCells(count: Int, line: Int)
  /// So many cells of TSV that are not quoted hold a backslash before `t`, `n`, `r` or another one, the
  /// first of them in this line.
  case escapesInTSV(count: Int, line: Int)
  /// So many rows end with a carriage return alone, unlike the header.
  case returnsAlone(count: Int, line: Int)

  /// So many cells that the template uses have one of these texts, the first of them in this line.
  case nullWords([String], count: Int, line: Int)
  /// The format was told by the contents.
  case format(DatasetFormat)

  /// The note with the file's name, and with its line if it is about one.
  package func sentence(about path: String) -> String {
    switch self {
    case .separator, .utf16, .format: "\(path): \(sentence)"
    case .quotesInPlainCells(_, let line), .returnsAlone(_, let line), .escapesInTSV(_, let line),
      .nullWords(_, _, let line):
      "\(path):\(line): \(sentence)"
    }
  }

  private var sentence: String {
    switch self {
    case .separator(let byte): "its cells are separated by \(Separator.words(byte))."
    case .utf16: "it is in UTF-16."
    case .nullWords(let words, let count, _):
      "\(Figure.count(count, "cell")) that the template uses \(count == 1 ? "is" : "are") "
        + "\(words.map { "'\($0)'" }.joined(separator: ", ")), which stays as text. To treat such "
        + "cells as empty, add \(words.map { "--null \(ShellQuote.word($0))" }.joined(separator: " "))."
    case .format(let format): "it is read as \(format.name)."
    case .quotesInPlainCells(1, _):
      "a quote inside a cell that does not begin with one is part of its text."
    case .quotesInPlainCells(let count, _):
      "quotes inside \(Figure.count(count)) cells that do not begin with one are part of their text."
    case .escapesInTSV(let count, _):
      #"\#(Figure.count(count, "cell")) with \t, \n, \r or \\ stay\#(count == 1 ? "s" : "") as \#(count == 1 ? "it is" : "they are"). "#
        + "If these stand for tabs, line breaks and backslashes, as Miller, jq and PostgreSQL write "
        + "them, add --csv-escape tsv."
    case .returnsAlone(1, _): "a carriage return alone ends this row, unlike the header."
    case .returnsAlone(let count, _):
      "a carriage return alone ends \(Figure.count(count)) rows, unlike the header."
    }
  }
}
