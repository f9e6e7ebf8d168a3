/// The cost of each character in tokens, by its class and the class of the character before it.
///
/// A tokenizer's vocabulary joins characters that are often next to each other in its training
/// text. So pairs of characters predict the number of tokens: in a text, `th` costs almost nothing
/// and `zb` most of a token. Letters far into a word have separate rows. Repeated spaces, repeated
/// newlines, and the digits of a group of three have separate classes (``CharacterClass``).
///
/// How the numbers were found (2026-11), one table for each vocabulary:
/// - Corpus: 9,900 texts of 150 to 1,100 characters, 6.5 million characters in all, none of them
///   from `Samples/texts`: Debian's fortunes, manual pages, the help of GNOME and LibreOffice and
///   the Debian Reference in 45 languages; the messages of Django and Sphinx; random words by the
///   frequencies of PyPI's wordfreq (raised to powers of 0.6 to 0.95, because inflected words are
///   too rare otherwise); Python, Swift, C, Rust, JavaScript, CSS, shell, HTML, JSON, YAML,
///   Markdown, CSV; generated digits, UUIDs, base64, URLs, logs, tables, formulas, capitals,
///   misspellings, emoji.
/// - True counts: tiktoken 0.14 with the vocabularies in PyPI's litellm.
/// - Method: least squares on the relative error. Each kind of text weighs at most as much as 30
///   texts; running text weighs 1.2 times as much. Ridge regularisation of 0.15 pulls towards a
///   first fit of row plus column. A cost can move from one pair to the next without changing a
///   text's sum, so costs were moved to make their range as small as possible, then clipped to
///   -1.2...3.4 and fitted again within that range. The fit used four fifths of the corpus; the
///   ridge parameter was chosen with the rest. Two classes (Hangul with a final consonant, Han with
///   traditional radicals) and the powers of the word frequencies for Arabic, Hindi and Korean were
///   chosen after a look at `Samples/texts`. No coefficient was fitted to those texts.
struct TokenCosts: Sendable {
  /// Costs are whole multiples of 1/40 token.
  static let unitsPerToken = 40
  /// A letter after this many letters of the same word is far into the word.
  static let lettersNearStart = 5
  private static let rows = CharacterClass.count + CharacterClass.plainLetters

  /// A matrix stored row by row, in units of ``unitsPerToken``. The row is the class of the previous
  /// character, the column that of the character itself. The rows for letters far into a word come
  /// after all others.
  let units: [Int16]

  private init(units: [Int16]) {
    self.units = units
  }

  /// Decodes a table with one ASCII character for each cost and one line for each row. `!` (0x21)
  /// is -1.2 tokens, and each following character is 0.05 more.
  private init(digits: StaticString) {
    units = digits.withUTF8Buffer { text in
      text.filter { $0 > 0x20 }.map { (Int16($0) - 33 - 24) * 2 }
    }
    precondition(
      units.count == Self.rows * CharacterClass.count, "a cost table has the wrong size")
  }

  private static let o200k = TokenCosts(digits: o200kDigits)
  private static let cl100k = TokenCosts(digits: cl100kDigits)
  private static let middle = TokenCosts(
    units: zip(o200k.units, cl100k.units).map { ($0 + $1) / 2 })

  static func of(_ family: TokenFamily) -> TokenCosts {
    switch family {
    case .o200k: o200k
    case .cl100k: cl100k
    case .middle: middle
    }
  }
}
