import Basics

/// The file format of a table.
package enum DatasetFormat: String, CaseIterable, Sendable {
  case csv, tsv, jsonl

  /// The format by the path's extension; `nil` if the extension is unknown.
  package init?(path: String) {
    switch PathName(path).fileExtension.lowercased() {
    case "csv": self = .csv
    case "tsv", "tab": self = .tsv
    case "jsonl", "ndjson": self = .jsonl
    default: return nil
    }
  }

  /// The name as people write it.
  var name: String {
    switch self {
    case .csv: "CSV"
    case .tsv: "TSV"
    case .jsonl: "JSON Lines"
    }
  }

  /// The byte between two cells; `nil` for JSON Lines.
  var separator: UInt8? {
    switch self {
    case .csv: UInt8(ascii: ",")
    case .tsv: 0x09
    case .jsonl: nil
    }
  }
}
