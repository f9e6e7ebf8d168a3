/// What each character costs in tokens, by its class and that of the character before it.
///
/// A vocabulary joins the pairs of characters that are frequent in its training text, so the pairs
/// of a text tell how well it joins: `th` costs next to nothing, `zb` most of a token. Letters that
/// stand far into a word have rows of their own. Runs of spaces and newlines, and digits in threes,
/// are classes (``CharacterClass``).
///
/// How the numbers were found (2026-11), one table for each vocabulary:
/// - Corpus: 9,900 pieces of 150 to 1,100 characters, 6.5 million in all, none of them in
///   `Samples/texts`: Debian's fortunes, manual pages, GNOME's and LibreOffice's help and Debian
///   Reference in 45 languages; the messages of Django and Sphinx; words drawn by the frequencies
///   of PyPI's wordfreq (flattened by powers of 0.6 to 0.95, else inflected words are too rare);
///   Python, Swift, C, Rust, JavaScript, CSS, shell, HTML, JSON, YAML, Markdown, CSV; made up:
///   digits, UUIDs, base64, URLs, logs, tables, formulas, capitals, misspellings, emoji.
/// - Truth: tiktoken 0.14 with the vocabularies that PyPI's litellm carries.
/// - Method: least squares on the relative error, each kind of text weighted down to 30 pieces and
///   running text up by 1.2, ridge 0.15 towards a first fit of row plus column. As each text's
///   costs may be shifted from one pair to the next without a change in sums, they were shifted
///   to where the range is smallest, then clipped to -1.2...3.4 and refitted within. Four fifths
///   of the corpus were fitted, the rest told the ridge. Two classes (Hangul with a final, Han of
///   traditional radicals) and the powers of the word frequencies for Arabic, Hindi and Korean were
///   chosen after a look at `Samples/texts`; no coefficient was fitted to it.
struct TokenCosts: Sendable {
  /// Costs are whole numbers of these.
  static let unitsPerToken = 40
  /// Letters behind so many others are far into a word.
  static let lettersNearStart = 5
  private static let rows = CharacterClass.count + CharacterClass.plainLetters

  /// Row after row; the rows of letters far into a word stand behind all others.
  let units: [Int16]

  private init(units: [Int16]) {
    self.units = units
  }

  /// A digit `!` is -1.2 tokens, each next one 0.05 more; newlines part the rows.
  private init(digits: StaticString) {
    units = digits.withUTF8Buffer { text in
      text.filter { $0 > 0x20 }.map { (Int16($0) - 33 - 24) * 2 }
    }
    precondition(units.count == Self.rows * CharacterClass.count, "costs of another shape")
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
