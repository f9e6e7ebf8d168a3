import Basics

/// An open dataset, and how it is read.
struct Dataset {
  let source: any DatasetSource
  /// How the file is read; nothing in it is `nil` but what does not apply.
  let reading: DatasetReading

  /// Opens a dataset. `-` is standard input, which is copied like a pipe. What `asked` leaves open
  /// is told by the file's name and contents; what the file contradicts is an error.
  init(_ path: String, _ asked: DatasetReading) throws(DatasetError) {
    let named = asked.format ?? DatasetFormat(path: path)
    var contents = try DatasetContents(path, asked)
    // Only standard input and pipes have no name that says something.
    let told = DatasetContents.isStream(path) ? contents.format(asked) : nil
    guard let format = named ?? told else { throw .unknownFormat(path) }
    if named == nil { contents.note(.format(format)) }
    var reading = asked
    reading.format = format
    reading.encoding = contents.encoding
    if format == .jsonl {
      try contents.checkIsJSONLines(asked)
      source = try JSONLinesReader(contents.text, name: path, notes: contents.notes)
    } else {
      try contents.checkIsTable()
      let (separator, start) = try contents.separator(format, asked)
      reading.separator = separator
      source = try CSVReader(
        contents.text, name: path, separator: separator, escape: asked.escape, from: start,
        notes: contents.notes)
    }
    self.reading = reading
  }

  /// The index of the column with this name. `source` is where the name was used, for the error
  /// message: an option or the path of a template.
  static func column(
    _ name: String, of columns: [String], path: String, source: String
  ) throws(DatasetError) -> Int {
    guard let index = columns.firstIndex(of: name) else {
      throw .unknownColumn(name, path: path, source: source, columns: columns)
    }
    guard columns.lastIndex(of: name) == index else {
      throw .columnTwice(name, path: path, source: source)
    }
    return index
  }
}
