/// How a dataset is read. `nil`: it is told by the file's name or contents.
package struct DatasetReading: Equatable, Sendable {
  package var format: DatasetFormat?
  /// The byte between two cells of a CSV file.
  package var separator: UInt8?
  package var encoding: TextEncoding?
  /// What makes a quote in a quoted cell part of its text.
  package var escape: CSVEscape?
  /// Cells with one of these texts count as empty.
  package var nulls: [String]

  package init(
    format: DatasetFormat? = nil, separator: UInt8? = nil, encoding: TextEncoding? = nil,
    escape: CSVEscape? = nil, nulls: [String] = []
  ) {
    self.format = format
    self.separator = separator
    self.encoding = encoding
    self.escape = escape
    self.nulls = nulls
  }

  /// The same, with `other` in place of what is `nil` or empty.
  package func filled(from other: DatasetReading) -> DatasetReading {
    DatasetReading(
      format: format ?? other.format, separator: separator ?? other.separator,
      encoding: encoding ?? other.encoding, escape: escape ?? other.escape,
      nulls: nulls.isEmpty ? other.nulls : nulls)
  }
}

/// A way to write quotes inside cells that RFC 4180 does not know.
package enum CSVEscape: String, CaseIterable, Sendable {
  /// `\"` for a quote, as Spark and MySQL write it.
  case backslash
  /// `\t`, `\n`, `\r` and `\\` for a tab, line breaks and a backslash, and no quotes: as Miller, jq and
  /// PostgreSQL write TSV, and IANA's text/tab-separated-values has it.
  case tsv
}
