import Basics
import Datasets

/// What `export` can write.
enum ExportFormat: String, CaseIterable {
  case csv, tsv, jsonl, parquet

  /// The format by the path's extension; `nil` if the extension is unknown.
  init?(path: String) {
    if PathName(path).fileExtension.lowercased() == "parquet" {
      self = .parquet
    } else if let format = DatasetFormat(path: path) {
      self.init(rawValue: format.rawValue)
    } else {
      return nil
    }
  }

  /// The format of the table that is written; Parquet is made from JSON Lines.
  var table: DatasetFormat { DatasetFormat(rawValue: rawValue) ?? .jsonl }
}
