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
  /// The path of a run directory or of its job file.
  var run = ""
  /// `-` is standard output.
  var output = ""
  /// Replaces an existing output file.
  var replaces = false
  /// Writes rows in the order of the job file.
  var isSorted = false
  var export = Export.Options()
}

extension ExportOptions {
  init(_ list: ArgumentList) throws(UsageError) {
    run = try list.operand()
    output = try list.needed(.output)
    replaces = list.has(.force)
    isSorted = list.has(.sort)
    let named = try list.choice(.exportFormat, of: DatasetFormat.self)
    guard let format = named ?? DatasetFormat(path: output) else {
      throw .missingOption(.exportFormat, command: .export)
    }
    export.format = format
    export.isRaw = list.has(.raw)
    export.includesFailures = list.has(.failures)
    export.fields = try fields(list)
    if let dataset = list.text(.join) {
      export.join = Export.Options.Join(
        dataset: dataset, reading: try list.datasetReading(nil),
        idColumn: list.text(.joinIDColumn))
    }
    let join = OptionDeclaration.join.name
    try list.expect(
      join, when: export.join != nil, for: .joinIDColumn, .delimiter, .encoding, .csvEscape)
    if isSorted, export.join != nil {
      throw .contradiction(
        source: OptionDeclaration.sort.name, other: join,
        reason: "a join keeps the order of the dataset.")
    }
  }

  /// The names of `--json-fields`, none of them empty or repeated.
  private func fields(_ list: ArgumentList) throws(UsageError) -> [String] {
    guard let text = list.text(.jsonFields) else { return [] }
    let fields = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    guard Set(fields).count == fields.count, !fields.contains("") else {
      throw .malformed(
        source: OptionDeclaration.jsonFields.name, value: text,
        expected: "different names, separated by commas")
    }
    return fields
  }
}

extension ArgumentList {
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
