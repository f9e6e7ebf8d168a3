/// One command-line option.
///
/// The parser, the help and the completions all read this declaration, so an option is declared
/// exactly once.
struct OptionDeclaration: Equatable {
  /// The type of the option's value, for completions.
  enum Kind: Equatable {
    /// The option takes no value.
    case none
    case number, duration, file, directory, text
    /// One of these words.
    case choices([String])
  }

  /// The long name, with its dashes: `--limit`.
  let name: String
  /// Stands for the value in help (`N`, `FILE`); `nil` if the option takes no value.
  let placeholder: String?
  /// What the option does, in whole sentences. The first one is also shown beside completions.
  let help: String
  /// The default in words, without a full stop.
  let defaultText: String
  /// The option as a user would type it, value included.
  let example: String
  let kind: Kind
  /// Whether the option may be given more than once.
  var isRepeatable = false

  /// `example` defaults to the bare name, which is right for an option without a value.
  init(
    _ name: String, _ placeholder: String? = nil, _ kind: Kind = .none, help: String,
    defaultText: String = "off", example: String? = nil
  ) {
    self.name = name
    self.placeholder = placeholder
    self.help = help
    self.defaultText = defaultText
    self.example = example ?? name
    self.kind = kind
  }

  /// An option whose value is one of the raw values of `Choice`.
  init<Choice>(
    _ name: String, oneOf: Choice.Type, help: String, defaultText: String, example: String
  ) where Choice: CaseIterable & RawRepresentable<String> {
    let words = Choice.allCases.map(\.rawValue)
    self.init(
      name, words.joined(separator: "|"), .choices(words), help: help, defaultText: defaultText,
      example: example)
  }

  /// Name and placeholder, as in a synopsis: `--limit N`.
  var usage: String { placeholder.map { "\(name) \($0)" } ?? name }
}
