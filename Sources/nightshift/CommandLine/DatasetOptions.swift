import Datasets

/// The options of `nightshift prepare`.
struct PrepareOptions: Equatable {
  /// The path of the dataset.
  var dataset = ""
  /// The path of the template.
  var template = ""
  /// `-` is standard output.
  var output = ""
  /// Replaces an existing output file.
  var replaces = false
  /// The model, if the template is a prompt.
  var model: String?
  /// The system message, if the template is a prompt.
  var system: String?
  /// The path of the file with the system message.
  var systemFile: String?
  /// What options add to the request, if the template is a prompt.
  var members: [Template.Member] = []
  /// What is converted instead of using a template; `nil`: the template is used.
  var conversion: Conversion.Options?
  var preparation = Preparation.Options()
}

/// The options of `nightshift export`.
struct ExportOptions: Equatable {
  /// Paths of run directories or of their job files; at least one.
  var runs: [String] = []
  /// `-` is standard output.
  var output = ""
  /// Replaces an existing output file.
  var replaces = false
  /// The table becomes a Parquet file.
  var isParquet = false
  /// Writes rows in the order of the job file.
  var isSorted = false
  /// The path of the template that makes the jobs' bodies, if rows are to be compared with them.
  var template: String?
  /// The model and the system message, if the template is a prompt.
  var model: String?
  var system: String?
  var export = Export.Options()
}

extension ExportOptions {
  init(_ list: ArgumentList) throws(UsageError) {
    runs = try list.someOperands()
    output = try list.needed(.output)
    replaces = list.has(.force)
    isSorted = list.has(.sort)
    let named = try list.choice(.exportFormat, of: ExportFormat.self)
    guard let format = named ?? ExportFormat(path: output) else {
      throw .missingOption(.exportFormat, command: .export)
    }
    isParquet = format == .parquet
    export.format = format.table
    export.hasTextsOnly = isParquet
    if isParquet, output == "-" {
      throw .contradiction(
        source: "--format parquet", other: "--output -", reason: "Parquet is written to a file.")
    }
    export.isRaw = list.has(.raw)
    export.includesFailures = list.has(.failures)
    export.fields = try list.jsonFields()
    if let dataset = list.text(.join) {
      export.join = try list.join(dataset, idColumn: .joinIDColumn)
    }
    let join = OptionDeclaration.join.name
    try list.expect(
      join, when: export.join != nil, for: .joinIDColumn, .delimiter, .encoding, .csvEscape,
      .joinTemplate, .trustPositions, .joinEdited, .strict)
    try readTemplate(list)
    if isSorted, export.join != nil {
      throw .contradiction(
        source: OptionDeclaration.sort.name, other: join,
        reason: "a join keeps the order of the dataset.")
    }
  }

  /// Reads how the jobs are compared with the rows.
  private mutating func readTemplate(_ list: ArgumentList) throws(UsageError) {
    template = list.text(.joinTemplate)
    model = list.text(.promptModel)
    system = list.text(.system)
    let name = OptionDeclaration.joinTemplate.name
    try list.expect(name, when: template != nil, for: .promptModel, .system)
    for option in [OptionDeclaration.joinTemplate, .trustPositions]
    where list.has(option) && list.has(.joinIDColumn) {
      throw .contradiction(
        source: option.name, other: OptionDeclaration.joinIDColumn.name,
        reason: "ids from a column do not depend on where a row stands.")
    }
    if template != nil, list.has(.trustPositions) {
      throw .contradiction(
        source: OptionDeclaration.trustPositions.name, other: name,
        reason: "a template shows which row is whose.")
    }
  }
}

/// What a join does about rows that were edited.
enum EditedRows: String, CaseIterable {
  case refuse, keep
}

extension ArgumentList {
  /// How the rows of a dataset are found that is joined to a run.
  func join(
    _ dataset: String, idColumn: OptionDeclaration
  ) throws(UsageError) -> Export.Options.Join {
    var join = Export.Options.Join(
      dataset: dataset, reading: try datasetReading(nil), idColumn: text(idColumn))
    join.trustsPositions = has(.trustPositions)
    join.keepsEdited = try choice(.joinEdited, of: EditedRows.self) == .keep
    join.isStrict = has(.strict)
    return join
  }

  /// The names of `--json-fields`, none of them empty or repeated.
  func jsonFields() throws(UsageError) -> [String] {
    guard let text = text(.jsonFields) else { return [] }
    let fields = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    guard Set(fields).count == fields.count, !fields.contains("") else {
      throw .malformed(
        source: OptionDeclaration.jsonFields.name, value: text,
        expected: "different names, separated by commas")
    }
    return fields
  }

  /// How a dataset of this format is read; `nil`: the format is not known yet.
  func datasetReading(_ format: DatasetFormat?) throws(UsageError) -> DatasetReading {
    var reading = DatasetReading(format: format)
    reading.encoding = try choice(.encoding, of: TextEncoding.self)
    reading.escape = try choice(.csvEscape, of: CSVEscape.self)
    if let typed = text(.delimiter) {
      guard let separator = Separator.read(typed) else {
        throw .malformed(
          source: OptionDeclaration.delimiter.name, value: typed,
          expected: "one character that is not a letter, a digit, a quote or a backslash")
      }
      reading.separator = separator
    }
    let named = "--format \(format?.rawValue ?? "")"
    if format == .jsonl {
      for option in [OptionDeclaration.delimiter, .csvEscape] where has(option) {
        throw .contradiction(
          source: option.name, other: named, reason: "JSON Lines have no separators.")
      }
    }
    if format == .tsv, let separator = reading.separator, separator != 0x09 {
      throw .contradiction(
        source: OptionDeclaration.delimiter.name, other: named,
        reason: "the cells of TSV are separated by tabs.")
    }
    return reading
  }

  /// The value of an option that the command requires.
  func needed(_ option: OptionDeclaration) throws(UsageError) -> String {
    guard let value = text(option) else { throw .missingOption(option, command: command) }
    return value
  }
}
