import Datasets
import Reports

/// The options of `nightshift show`.
struct ShowOptions: Equatable {
  /// How a job is printed.
  enum Output: Equatable {
    case text, json, ids
  }

  /// The path of a run directory or of its job file.
  var run = ""
  var selection = JobSelection()
  var output = Output.text
}

/// The options of `nightshift diff`.
struct DiffOptions: Equatable {
  /// The dataset with the known answers, and the column with them.
  struct Known: Equatable {
    var join: Export.Options.Join
    var column: String
  }

  /// The table of the jobs whose answers differ.
  struct Table: Equatable {
    /// `-` is standard output.
    var path: String
    var format: DatasetFormat
    /// Replaces an existing output file.
    var replaces = false
    var isRaw = false
  }

  /// The path of a run directory or of its job file.
  var first = ""
  /// `nil`: the run is compared with known answers.
  var second: String?
  var known: Known?
  var fields: [String] = []
  var table: Table?
  var isJSON = false
}

extension ShowOptions {
  init(_ list: ArgumentList) throws(UsageError) {
    let operands = try list.someOperands()
    run = operands[0]
    selection.ids = Array(operands.dropFirst())
    selection.lines = try list.lines()
    selection.sample = try list.int(.sample, in: 1...1_000_000_000)
    let kinds: [(OptionDeclaration, JobSelection.Kind)] = [
      (.failed, .failed), (.truncated, .truncated), (.filtered, .filtered),
      (.emptyAnswers, .empty), (.unusable, .unusable),
    ]
    selection.kinds = Set(kinds.filter { list.has($0.0) }.map { $0.1 })
    guard list.has(.ids) else {
      if list.has(.jsonLines) { output = .json }
      return
    }
    output = .ids
    if list.has(.jsonLines) {
      throw .contradiction(
        source: OptionDeclaration.ids.name, other: OptionDeclaration.jsonLines.name,
        reason: "ids are printed alone.")
    }
  }
}

extension DiffOptions {
  init(_ list: ArgumentList) throws(UsageError) {
    let operands = try list.someOperands()
    first = operands[0]
    fields = try list.jsonFields()
    isJSON = list.has(.json)
    known = try Self.known(list)
    let operandCount = known == nil ? 2 : 1
    guard operands.count >= operandCount else { throw .missingOperand(command: .diff) }
    guard operands.count == operandCount else {
      throw .extraOperand(operands[operandCount], command: .diff)
    }
    if known == nil { second = operands[1] }
    table = try Self.table(list)
    try checkAgreement(list)
  }

  private static func known(_ list: ArgumentList) throws(UsageError) -> Known? {
    let against = OptionDeclaration.against
    let dataset = list.text(.against)
    try list.expect(
      against.name, when: dataset != nil, for: .column, .knownIDColumn, .delimiter, .encoding,
      .csvEscape, .trustPositions, .joinEdited, .strict)
    guard let dataset else { return nil }
    guard let column = list.text(.column) else {
      throw .needs(source: against.name, other: OptionDeclaration.column.name)
    }
    return Known(join: try list.join(dataset, idColumn: .knownIDColumn), column: column)
  }

  private static func table(_ list: ArgumentList) throws(UsageError) -> Table? {
    let named = try list.choice(.diffFormat, of: DatasetFormat.self)
    let path = list.text(.diffOutput) ?? named.map { _ in "-" }
    try list.expect(
      "\(OptionDeclaration.diffOutput.name) or \(OptionDeclaration.diffFormat.name)",
      when: path != nil, for: .force, .raw)
    guard let path else { return nil }
    guard let format = named ?? DatasetFormat(path: path) else {
      throw .missingOption(.diffFormat, command: .diff)
    }
    return Table(
      path: path, format: format, replaces: list.has(.force), isRaw: list.has(.raw))
  }

  private func checkAgreement(_ list: ArgumentList) throws(UsageError) {
    if known != nil, fields.count > 1 {
      throw .contradiction(
        source: OptionDeclaration.comparedFields.name, other: OptionDeclaration.against.name,
        reason: "one column holds the answers to one field. Name one field.")
    }
    if isJSON, table?.path == "-" {
      throw .contradiction(
        source: OptionDeclaration.json.name, other: "a table on standard output",
        reason: "the JSON object goes there.")
    }
  }
}

extension ArgumentList {
  /// The ranges of `--line`: `17` or `17-20`.
  fileprivate func lines() throws(UsageError) -> [ClosedRange<Int>] {
    var ranges: [ClosedRange<Int>] = []
    for text in texts(.line) {
      let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
      guard ends.count <= 2, let first = ends[0], let last = ends[ends.count - 1], first > 0,
        last >= first
      else {
        throw .malformed(
          source: OptionDeclaration.line.name, value: text,
          expected: "the number of a line, or two such as 17-20")
      }
      ranges.append(first...last)
    }
    return ranges
  }
}
