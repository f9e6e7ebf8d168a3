import Datasets

/// What `nightshift prepare` was asked for.
struct PrepareOptions: Equatable {
  var dataset = ""
  var template = ""
  /// `-`: standard output.
  var output = ""
  var replaces = false
  var model: String?
  var system: String?
  var preparation = Preparation.Options()
}

/// What `nightshift export` was asked for.
struct ExportOptions: Equatable {
  /// A run directory, or the job file it belongs to.
  var run = ""
  /// `-`: standard output.
  var output = ""
  var replaces = false
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
    export.hasFailures = list.has(.failures)
    export.fields = try fields(list)
    if let dataset = list.text(.join) {
      export.join = Export.Options.Join(dataset: dataset, idColumn: list.text(.joinIDColumn))
    }
    let join = OptionDeclaration.join.name
    try list.expect(join, when: export.join != nil, for: .joinIDColumn)
    if isSorted, export.join != nil {
      throw .contradiction(
        source: OptionDeclaration.sort.name, other: join,
        reason: "a join is in the dataset's order.")
    }
  }

  private func fields(_ list: ArgumentList) throws(UsageError) -> [String] {
    guard let text = list.text(.jsonFields) else { return [] }
    let fields = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    guard Set(fields).count == fields.count, !fields.contains("") else {
      throw .malformed(
        source: OptionDeclaration.jsonFields.name, value: text,
        expected: "different names with commas between them")
    }
    return fields
  }
}

extension ArgumentList {
  /// The value of an option that the command cannot do without.
  fileprivate func needed(_ option: OptionDeclaration) throws(UsageError) -> String {
    guard let value = text(option) else { throw .missingOption(option, command: command) }
    return value
  }
}
