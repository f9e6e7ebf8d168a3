import Basics
import Datasets

extension PrepareOptions {
  init(_ list: ArgumentList) throws(UsageError) {
    dataset = try list.operand()
    conversion = try Self.conversion(list)
    template = conversion == nil ? try list.needed(.template) : ""
    output = try list.needed(.output)
    replaces = list.has(.force)
    model = list.text(.promptModel)
    system = list.text(.system)
    systemFile = list.text(.systemFile)
    if system != nil, systemFile != nil {
      throw .contradiction(
        source: OptionDeclaration.systemFile.name, other: OptionDeclaration.system.name,
        reason: "a prompt has one system message.")
    }
    members = try list.promptMembers()
    let format = try list.choice(.datasetFormat, of: DatasetFormat.self)
    preparation.reading = try list.datasetReading(format)
    preparation.reading.nulls = list.texts(.null)
    preparation.idColumn = list.text(.idColumn)
    preparation.allowsEmpty = list.has(.allowEmpty)
    preparation.dropsNulls = list.has(.dropNull)
    preparation.limit = try list.int(.rowLimit, in: 1...1_000_000_000)
    preparation.filters = try list.filters()
    conversion?.limit = preparation.limit
  }

  /// What `--from` asks for; `nil`: it was not given.
  private static func conversion(
    _ list: ArgumentList
  ) throws(UsageError) -> Conversion.Options? {
    guard let source = try list.choice(.from, of: BatchSource.self) else { return nil }
    let others: [OptionDeclaration] = [
      .template, .system, .systemFile, .promptMaxTokens, .temperature, .set, .idColumn, .where,
      .allowEmpty, .null, .datasetFormat, .delimiter, .encoding, .csvEscape,
    ]
    for option in others where list.has(option) {
      throw .contradiction(
        source: option.name, other: OptionDeclaration.from.name,
        reason: "the lines are requests already.")
    }
    var options = Conversion.Options(source)
    options.model = list.text(.promptModel)
    options.dropsNulls = list.has(.dropNull)
    return options
  }
}

extension ArgumentList {
  fileprivate func filters() throws(UsageError) -> [RowFilter] {
    var filters: [RowFilter] = []
    for text in texts(.where) {
      guard let filter = RowFilter(text) else {
        throw .malformed(
          source: OptionDeclaration.where.name, value: text,
          expected: "COLUMN=VALUE or COLUMN!=VALUE")
      }
      filters.append(filter)
    }
    return filters
  }

  /// The members that options add to the body of a prompt, in the order of the API's reference.
  fileprivate func promptMembers() throws(UsageError) -> [Template.Member] {
    var members: [Template.Member] = []
    if let count = try int(.promptMaxTokens, in: 1...1_000_000_000) {
      members.append(member(.promptMaxTokens, "max_tokens", String(count)))
    }
    if try double(.temperature, in: 0...2, words: "from 0 to 2") != nil {
      let typed = text(.temperature) ?? ""
      guard Self.isJSON(typed) else {
        throw .malformed(
          source: OptionDeclaration.temperature.name, value: typed, expected: "a number")
      }
      members.append(member(.temperature, "temperature", typed))
    }
    for typed in texts(.set) {
      let new = try setMember(typed)
      if let taken = members.first(where: { $0.name == new.name }) {
        guard taken.option != new.option else { throw .repeated(new.option) }
        throw .contradiction(
          source: new.option, other: taken.option, reason: "both set the same member.")
      }
      members.append(new)
    }
    return members
  }

  private func member(
    _ option: OptionDeclaration, _ name: String, _ json: String
  ) -> Template.Member {
    Template.Member(option: option.name, name: name, json: json)
  }

  /// The member that `--set` adds.
  private func setMember(_ typed: String) throws(UsageError) -> Template.Member {
    let source = OptionDeclaration.set.name
    let parts = typed.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts[0])
    guard parts.count == 2, !name.isEmpty, Self.isJSON(String(parts[1])) else {
      throw .malformed(
        source: source, value: typed,
        expected: "NAME=JSON, where a text has quotes of its own, as in 'user=\"ann\"'")
    }
    guard name != "messages", name != "model" else {
      throw .malformed(
        source: source, value: typed, expected: "a member other than 'model' and 'messages'")
    }
    // Strings have no line breaks, so these stand between tokens.
    let json = String(parts[1].filter { !$0.isNewline })
    return Template.Member(option: "\(source) \(name)", name: name, json: json)
  }

  private static func isJSON(_ text: String) -> Bool {
    var outline = JSONOutline()
    return Array(text.utf8).withUnsafeBytes { (try? outline.read($0, depth: 0)) != nil }
  }
}
