import Basics

/// How a table is written down.
package enum DatasetFormat: String, CaseIterable, Sendable {
  case csv, tsv, jsonl

  /// By the path's extension; `nil`: it tells none of them.
  package init?(path: String) {
    switch PathName(path).fileExtension.lowercased() {
    case "csv": self = .csv
    case "tsv", "tab": self = .tsv
    case "jsonl", "ndjson": self = .jsonl
    default: return nil
    }
  }

  /// What stands between two cells; `nil` in JSON.
  var separator: UInt8? {
    switch self {
    case .csv: UInt8(ascii: ",")
    case .tsv: 0x09
    case .jsonl: nil
    }
  }
}
