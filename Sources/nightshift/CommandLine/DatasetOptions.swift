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

extension PrepareOptions {
  init(_ list: ArgumentList) throws(UsageError) {
    dataset = try list.operand()
    template = try list.needed(.template)
    output = try list.needed(.output)
    replaces = list.has(.force)
    model = list.text(.promptModel)
    system = list.text(.system)
    preparation.format = try list.choice(.datasetFormat, of: DatasetFormat.self)
    preparation.idColumn = list.text(.idColumn)
    preparation.allowsEmpty = list.has(.allowEmpty)
    preparation.limit = try list.int(.rowLimit, in: 1...1_000_000_000)
    for text in list.texts(.where) {
      guard let filter = RowFilter(text) else {
        throw .malformed(
          source: OptionDeclaration.where.name, value: text,
          expected: "COLUMN=VALUE or COLUMN!=VALUE")
      }
      preparation.filters.append(filter)
    }
  }
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
      export.join = Export.Options.Join(dataset: dataset, idColumn: list.text(.joinIDColumn))
    }
    let join = OptionDeclaration.join.name
    try list.expect(join, when: export.join != nil, for: .joinIDColumn)
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
  /// The value of an option that the command requires.
  fileprivate func needed(_ option: OptionDeclaration) throws(UsageError) -> String {
    guard let value = text(option) else { throw .missingOption(option, command: command) }
    return value
  }
}
