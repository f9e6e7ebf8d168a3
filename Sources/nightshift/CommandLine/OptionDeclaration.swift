/// One option as it is parsed, explained and completed; there is no other list of them.
struct OptionDeclaration: Equatable {
  /// What its value is, for completions.
  enum Kind: Equatable {
    /// Takes no value.
    case none
    case number, duration, file, directory, text
    case choices([String])
  }

  /// With its dashes.
  let name: String
  /// What stands for the value in help; `nil`: takes none.
  let placeholder: String?
  /// Whole sentences.
  let does: String
  /// In words, without a full stop.
  let standard: String
  /// The option as somebody would type it.
  let example: String
  let kind: Kind
  var isRepeatable = false

  init(
    _ name: String, _ placeholder: String? = nil, _ kind: Kind = .none, does: String,
    standard: String = "off", example: String? = nil
  ) {
    self.name = name
    self.placeholder = placeholder
    self.does = does
    self.standard = standard
    self.example = example ?? name
    self.kind = kind
  }

  /// One that takes one of a few words.
  init<Choice>(
    _ name: String, oneOf: Choice.Type, does: String, standard: String, example: String
  ) where Choice: CaseIterable & RawRepresentable<String> {
    let words = Choice.allCases.map(\.rawValue)
    self.init(
      name, words.joined(separator: "|"), .choices(words), does: does, standard: standard,
      example: example)
  }

  /// Name and value, as in a synopsis.
  var usage: String { placeholder.map { "\(name) \($0)" } ?? name }
}
